"""Reports that fall due: found, made, drawn, issued and sent, each once."""
