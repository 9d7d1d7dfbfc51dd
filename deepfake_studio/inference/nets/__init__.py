"""Network architectures as plain ``nn.Module`` classes."""
