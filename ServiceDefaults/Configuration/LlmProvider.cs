namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Who writes the language.</summary>
public enum LlmProvider
{
    /// <summary>The embedded reasoner: no key, no network.</summary>
    Embedded,

    /// <summary>OpenAI, or any server that speaks its protocol at <c>OPENAI_BASE_URL</c>.</summary>
    OpenAi,

    /// <summary>Anthropic.</summary>
    Anthropic,

    /// <summary>LM Studio at <c>LMSTUDIO_BASE_URL</c>.</summary>
    LmStudio,
}
