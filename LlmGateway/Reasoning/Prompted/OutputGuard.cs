namespace MctsAspire.LlmGateway.Reasoning.Prompted;

/// <summary>Refuses output that gives the prompt away.</summary>
internal static class OutputGuard
{
    private const int Window = 60;
    private const int Stride = 20;

    /// <summary>Whether a text holds the mark of the data or a long piece of the prompt.</summary>
    /// <param name="text">What the model wrote.</param>
    /// <param name="prompt">What it was told.</param>
    /// <param name="mark">The mark of the data.</param>
    public static bool EchoesPrompt(string text, string prompt, string mark)
    {
        if (text.Contains(mark, StringComparison.OrdinalIgnoreCase))
            return true;
        for (var i = 0; i + Window <= prompt.Length; i += Stride)
        {
            if (text.AsSpan().Contains(prompt.AsSpan(i, Window), StringComparison.Ordinal))
                return true;
        }

        return false;
    }
}
