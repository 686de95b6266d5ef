"""Pictures, clips and sheets from ComfyUI servers."""
