namespace MctsAspire.LlmGateway.Telemetry;

/// <summary>Names of OpenTelemetry's semantic conventions for generative AI.</summary>
internal static class GenAi
{
    /// <summary>What is done: <c>chat</c> or <c>embeddings</c>, or the name of a primitive.</summary>
    public const string Operation = "gen_ai.operation.name";

    /// <summary>The provider.</summary>
    public const string Provider = "gen_ai.provider.name";

    /// <summary>The model that is asked for.</summary>
    public const string RequestModel = "gen_ai.request.model";

    /// <summary>The model that answered.</summary>
    public const string ResponseModel = "gen_ai.response.model";

    /// <summary>Whether tokens were read or written.</summary>
    public const string TokenType = "gen_ai.token.type";

    /// <summary>In which way it failed.</summary>
    public const string Error = "error.type";

    /// <summary>One answer of a model in a conversation.</summary>
    public const string Chat = "chat";

    /// <summary>Vectors for texts.</summary>
    public const string Embeddings = "embeddings";
}
