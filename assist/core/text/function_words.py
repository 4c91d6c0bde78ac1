"""Function words (and a few words of every order) of seventeen languages in Latin script."""

FUNCTION_WORDS: dict[str, str] = {
    "en": "the and you that was for are with this have not my your from they will would can could but what there "
    "been which when who is it i to of in on at be do does did has had a an we he she if so just still why "
    "how where i'm i've i'd it's don't can't didn't isn't won't that's cant dont didnt im ive u ur plz pls "
    "please thanks thank hello me no or as by up out get got any some all because about than then them their "
    "our its hi need help want",
    "de": "der die das und ist nicht ich sie mein meine meinen meiner wir haben habe hat ein eine einen einem einer "
    "mit auf für von zu im den dem des auch es aber wie wo warum wann kann können noch schon bitte danke bei "
    "nach wenn dass sich bin wird wurde kein keine ihr ihre ihnen mir mich uns hallo guten immer sehr jetzt "
    "möchte seit oder über durch zum zur aus vom war weil nur etwas doch diese dieser dieses bestellung",
    "fr": "le la les et est je ne pas vous nous mon ma mes une des du au aux dans pour sur avec que qui ce cette "
    "mais ou où avez suis été j'ai c'est n'est qu'il il elle votre vos merci bonjour comment pourquoi quand "
    "très bien plus toujours depuis être avoir ai un de en s'il d'un d'une l'ai n'ai puis sont fait peux "
    "pouvez voudrais commande",
    "es": "el la los las y es que no mi mis un una unos de del en por para con se lo le su sus pero como cómo qué "
    "cuándo dónde porque está estoy he ha han tengo tiene quiero puedo puede pueden hola gracias muy también "
    "ya sin sobre este esta esto me te nos usted ustedes buenos días ayuda necesito pedido hace desde todavía "
    "aún al si más",
    "it": "il lo la gli le e è che non mi mio mia un una di del della dei delle al alla nel nella per con su sono "
    "ho ha hai abbiamo avete come perché quando dove cosa questo questa grazie ciao buongiorno salve ma anche "
    "ancora già più molto vorrei posso può potete ordine ricevuto sulla dal dalla si ci vi",
    "pt": "o os as e é que não meu minha um uma de do da dos das em no na nos nas por para com se eu você vocês mas "
    "como quando onde porque está estou tenho tem foi ainda já muito obrigado obrigada olá bom dia preciso "
    "posso pode podem quero isso este esta sem também ao à mais pedido recebi gostaria até",
    "nl": "de het een en is niet ik je jij u mijn uw van voor met op te dat die deze dit maar hoe waar waarom "
    "wanneer kan kunt heb hebben heeft was ben zijn nog al graag dank bedankt hallo goedemorgen wij we naar "
    "bij als ook geen er zo wil worden wordt wat aan uit om bestelling ontvangen",
    "sv": "och det att är inte jag du min mitt mina ett en på för med av till har hade kan men hur var varför när "
    "som vi ni hej tack från om så inte fått ännu beställning mycket någon skulle vill den kunde er oss detta",
    "da": "og det at er ikke jeg du min mit mine et en på for med af til har havde kan men hvordan hvor hvorfor "
    "hvornår som vi hej tak fra om så fået endnu bestilling meget nogen skulle vil den kunne jer os dette",
    "no": "og det at er ikke jeg du min mitt mine et en på for med av til har hadde kan men hvordan hvor hvorfor "
    "når som vi hei takk fra om så fått ennå bestilling mye noen skulle vil den kunne dere oss dette",
    "pl": "i w na nie się jest że to jak do z mam moje mój moja mi co czy ale dlaczego kiedy gdzie jestem proszę "
    "dziękuję dzień dobry za po od dla już jeszcze bardzo tego tej zamówienie mogę może można być został",
    "cs": "a je se na že to v s z do jak mám můj moje mi co ale proč kdy kde jsem prosím děkuji dobrý den za po od "
    "pro už ještě velmi není nebo objednávka mohu může být byl byla",
    "ro": "și si este nu eu sunt am ai are un o la cu de pe pentru că ce cum unde când dar mai mea meu vă mulțumesc "
    "bună ziua din dacă foarte comanda încă aș poate fi sau",
    "hu": "a az és nem hogy van egy én meg már még mikor hol miért kérem köszönöm jó napot de ha is vagy volt lesz "
    "nekem rendelés tudom lehet kell ezt azt itt",
    "fi": "ja on ei en se että minun mutta kun miten missä miksi voin voi olen oli hei kiitos vielä jo myös tämä "
    "mitä tilaus tilaukseni ole sen niin jos kanssa",
    "tr": "ve bir bu ne için değil ben siz benim ama nasıl nerede neden zaman var yok mı mi mu mü çok daha henüz "
    "lütfen merhaba teşekkürler ile gibi olarak siparişim sipariş hala bana sizin",
    "id": "yang dan di ke dari ini itu saya tidak anda kami untuk dengan ada sudah belum bisa apa bagaimana kapan "
    "dimana mengapa terima kasih tolong pesanan juga akan tetapi karena masih pada",
}
