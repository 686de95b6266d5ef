"""Echo Brain as a collaborator: opinions on pictures and prompts, over its HTTP API."""
