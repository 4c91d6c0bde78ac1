"""How an agent's configuration asks for each feature."""

from collections.abc import Mapping

from pydantic import BaseModel

from assist.copilot.options import ArticleOptions, FeatureOptions, ReplyOptions, SummaryOptions
from assist.core.configuration import AgentConfiguration
from assist.core.vocabulary import Feature, Moment


def options_of(configuration: AgentConfiguration, *, moment: Moment = "on_demand") -> FeatureOptions:
    """The options of a session's suggestions; `moment`: of the summary."""
    return FeatureOptions(
        summary=SummaryOptions(
            moment=moment, max_words=configuration.summary_max_words, sections=configuration.summary_sections
        ),
        replies=ReplyOptions(
            limit=configuration.replies_limit, tone=configuration.reply_tone, length=configuration.reply_length
        ),
        articles=ArticleOptions(limit=configuration.articles_limit),
    )


def kept_with(options: FeatureOptions) -> Mapping[Feature, BaseModel]:
    """What replay needs; a case draft follows no configuration."""
    return {"summary": options.summary, "replies": options.replies, "articles": options.articles}
