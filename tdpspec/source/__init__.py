"""Where things were written, and complaints about it: text, spans, diagnostics, codes."""
