"""The MSP-Diffusion engine: the paper's sampler on any Stable Diffusion model."""
