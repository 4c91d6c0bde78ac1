"""Who a claim speaks of: customer, agent, bot, and which agent after a transfer."""

from assist.core.conversation import Message, Transcript

_ORDER = ("First", "Second", "Third", "Fourth", "Fifth")


class Speakers:
    """Subjects of one conversation. Agents are numbered when more than one spoke; names stay out of the note."""

    def __init__(self, transcript: Transcript) -> None:
        agents = [m.participant for m in transcript.messages if m.role == "agent" and m.participant and not m.internal]
        self._agents = list(dict.fromkeys(agents))

    def subject(self, message: Message) -> str:
        """The subject of a sentence about this message."""
        if message.role == "customer":
            return "Customer"
        if message.role == "bot":
            return "Bot"
        if len(self._agents) > 1 and message.participant in self._agents:
            position = self._agents.index(message.participant)
            if position < len(_ORDER):
                return f"{_ORDER[position]} agent"
        return "Agent"
