"""The agent's desk behind the stateful routes: stores, the follower that works on new messages, and the pane."""
