"""The embedded chat model: five stages from words to tool calls, and back to words."""
