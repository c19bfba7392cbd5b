using System.Diagnostics.Metrics;

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

    /// <summary>Bounds for times, in seconds: from an embedded answer to a local model's five minutes.</summary>
    public static readonly InstrumentAdvice<double> Durations = new() { HistogramBucketBoundaries = [0.001, 0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92, 163.84, 327.68] };

    /// <summary>Bounds for numbers of tokens.</summary>
    public static readonly InstrumentAdvice<long> Tokens = new() { HistogramBucketBoundaries = [1, 4, 16, 64, 256, 1024, 4096, 16_384, 65_536, 262_144, 1_048_576] };
}
