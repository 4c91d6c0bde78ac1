"""English chat is never taken for a foreign language, and a conversation in another language is noticed."""

import json
import time

import pytest

from assist.core.language import detect_language
from assist.core.resources import samples_dir
from assist.core.text.remembered import forget_texts

FOREIGN = {
    "de": "Hallo, meine Bestellung ist noch nicht angekommen, können Sie mir helfen?",
    "fr": "Bonjour, je n'ai pas reçu ma commande et je voudrais être remboursé.",
    "es": "Hola, no he recibido mi pedido y necesito ayuda por favor.",
    "it": "Buongiorno, non ho ancora ricevuto il mio ordine, cosa posso fare?",
    "pt": "Olá, não recebi o meu pedido e preciso de ajuda com isso.",
    "nl": "Hallo, ik heb mijn bestelling nog niet ontvangen, kunt u mij helpen?",
    "sv": "Hej, jag har inte fått min beställning ännu, kan ni hjälpa mig?",
    "pl": "Dzień dobry, nie otrzymałem jeszcze mojego zamówienia, co mam zrobić?",
    "cs": "Dobrý den, moje objednávka ještě nedorazila, můžete mi prosím pomoci?",
    "ro": "Bună ziua, nu am primit încă comanda mea, ce pot să fac?",
    "hu": "Jó napot, a rendelés még nem érkezett meg, mikor lesz itt?",
    "fi": "Hei, tilaukseni ei ole vielä saapunut, mitä voin tehdä?",
    "tr": "Merhaba, siparişim hala gelmedi, bana yardım eder misiniz lütfen?",
    "id": "Pesanan saya belum sampai, tolong bantu saya, kapan akan dikirim?",
    "ru": "Здравствуйте, мой заказ ещё не пришёл.",
    "uk": "Добрий день, моє замовлення ще не прийшло, де воно є?",
    "ja": "注文した商品がまだ届いていません。",
    "zh": "您好，我的订单还没有到，请帮忙查一下。",
    "ko": "안녕하세요, 주문한 상품이 아직 오지 않았어요.",
    "ar": "مرحبا، لم يصل طلبي بعد.",
}
CHAT = [
    "hi",
    "ok thx",
    "wheres my ordr??? its been 2 weeks wtf",
    "hlo sir plz tel me wen refnd comes i waitng",
    "no me neither",
    "Maria de la Cruz",
    "El Al flight to Los Angeles, San Jose",
    "Die Hard 4 DVD, der Film",
    "my name is Jean-Luc du Pont, order from Le Creuset",
    "café crème déjà vu",
    "I ordered the Ñandú from São Paulo",
    "502-2345678",
    "👍",
    "",
    "日本",
]


@pytest.mark.parametrize(("code", "text"), FOREIGN.items())
def test_a_clear_message_in_another_language_is_noticed(code: str, text: str) -> None:
    detected, confidence = detect_language(text)
    assert detected == code
    assert 0.6 <= confidence <= 1.0


@pytest.mark.parametrize("text", CHAT)
def test_short_misspelt_or_ambiguous_chat_is_never_called_foreign(text: str) -> None:
    assert detect_language(text)[0] in (None, "en")


def test_every_sample_conversation_is_english_and_none_of_its_messages_is_foreign() -> None:
    rows = [json.loads(path.read_text(encoding="utf-8")) for path in (samples_dir() / "conversations").glob("*.json")]
    talks = [[message["text"] for message in row["messages"]] for row in rows]
    assert len(talks) >= 12
    assert {detect_language(" ".join(talk))[0] for talk in talks} == {"en"}
    assert {detect_language(text)[0] for talk in talks for text in talk} <= {None, "en"}


def test_a_few_quoted_foreign_words_do_not_make_an_english_message_foreign() -> None:
    text = "The agent wrote 'ich habe das nicht' and I have no idea what that means, can you please tell me in English?"
    assert detect_language(text)[0] in (None, "en")


def test_detection_stays_cheap_on_the_longest_message() -> None:
    text = "Where is my order, it should have been here by now. " * 400
    started = time.process_time()
    for _ in range(20):
        detect_language(text)
    assert (time.process_time() - started) / 20 < 0.02


def test_a_conversation_of_many_short_lines_is_read_as_when_its_lines_came_one_by_one() -> None:
    lines = ["the order is not here", "ok", "wo ist die Ware", "a"] * 400
    at_once = [detect_language("\n".join(lines[:count])) for count in (3, 60, 1_600)]
    forget_texts()
    for count in range(1, 80):
        detect_language("\n".join(lines[:count]))
    assert [detect_language("\n".join(lines[:count])) for count in (3, 60, 1_600)] == at_once
    forget_texts()
    assert detect_language("\n".join("a" * 1_000)) == (None, 0.0)
