using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>The settings that all services share: environment variables, else the <c>.env</c> file, else the defaults. Checked when a service starts.</summary>
public sealed record FrameworkSettings
{
    /// <summary><c>LLM_PROVIDER</c>: <c>openai</c>, <c>anthropic</c>, <c>lmstudio</c> or <c>embedded</c>. Unset: OpenAI when its key is there, else Anthropic when its key is there, else the first of the fallbacks, else embedded.</summary>
    public LlmProvider LlmProvider { get; init; }

    /// <summary><c>LLM_FALLBACKS</c>: who answers when the provider can't, in their order; none twice, and nothing behind embedded, which always answers.</summary>
    public IReadOnlyList<LlmProvider> LlmFallbacks { get; init; } = [];

    /// <summary><c>LLM_MAX_CONCURRENCY</c>: calls that may be under way at one provider, 1 to 1,000.</summary>
    public int LlmMaxConcurrency { get; init; } = 64;

    /// <summary><c>LLM_MAX_QUEUE</c>: calls that may wait for their turn at one provider, 0 to 10,000.</summary>
    public int LlmMaxQueue { get; init; } = 256;

    /// <summary><c>OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT</c>: whether spans record what models read and write.</summary>
    public bool RecordLlmContent { get; init; }

    /// <summary><c>OPENAI_API_KEY</c>.</summary>
    public Secret? OpenAiApiKey { get; init; }

    /// <summary><c>OPENAI_BASE_URL</c>: another server that speaks OpenAI's protocol, by https unless it runs on this machine. Unset: OpenAI's own.</summary>
    public Uri? OpenAiBaseUrl { get; init; }

    /// <summary><c>OPENAI_MODEL</c>. Unset: the provider's default.</summary>
    public string? OpenAiModel { get; init; }

    /// <summary><c>ANTHROPIC_API_KEY</c>.</summary>
    public Secret? AnthropicApiKey { get; init; }

    /// <summary><c>ANTHROPIC_BASE_URL</c>: another server that speaks Anthropic's protocol, by https unless it runs on this machine. Unset: Anthropic's own.</summary>
    public Uri? AnthropicBaseUrl { get; init; }

    /// <summary><c>ANTHROPIC_MODEL</c>. Unset: the provider's default.</summary>
    public string? AnthropicModel { get; init; }

    /// <summary><c>LMSTUDIO_BASE_URL</c>.</summary>
    public Uri LmStudioBaseUrl { get; init; } = new("http://localhost:1234/v1");

    /// <summary><c>LMSTUDIO_MODEL</c>.</summary>
    public string LmStudioModel { get; init; } = "liquid/lfm2-1.2b";

    /// <summary><c>MCTS_ITERATIONS</c>, 1 to 10,000.</summary>
    public int MctsIterations { get; init; } = 100;

    /// <summary>Whether <c>MCTS_ITERATIONS</c> is set, rather than a default.</summary>
    public bool MctsIterationsAreSet { get; init; }

    /// <summary><c>MCTS_C</c>, the exploration constant of UCB1, 0 to 10.</summary>
    public double MctsC { get; init; } = 1.414;

    /// <summary>Whether <c>MCTS_C</c> is set, rather than a default.</summary>
    public bool MctsCIsSet { get; init; }

    /// <summary><c>SEED</c> of requests that bring none, 0 to 2^53 - 1.</summary>
    public long Seed { get; init; } = 42;

    /// <summary><c>BRAINTRUST_API_KEY</c>.</summary>
    public Secret? BraintrustApiKey { get; init; }

    /// <summary><c>BRAINTRUST_API_URL</c>: another address of Braintrust's API, by https unless it runs on this machine.</summary>
    public Uri BraintrustApiUrl { get; init; } = new("https://api.braintrust.dev");

    /// <summary><c>BRAINTRUST_PROJECT</c>: the project that experiments and decisions go to.</summary>
    public string BraintrustProject { get; init; } = "mcts-aspire";

    /// <summary><c>WANDB_API_KEY</c>.</summary>
    public Secret? WandbApiKey { get; init; }

    /// <summary><c>WANDB_BASE_URL</c>: another server of Weights &amp; Biases, by https unless it runs on this machine.</summary>
    public Uri WandbBaseUrl { get; init; } = new("https://api.wandb.ai");

    /// <summary><c>WANDB_PROJECT</c>: the project that runs go to.</summary>
    public string WandbProject { get; init; } = "mcts-aspire";

    /// <summary><c>WANDB_ENTITY</c>: the user or team of the project. Unset: the key's own.</summary>
    public string? WandbEntity { get; init; }

    /// <summary><c>PINECONE_API_KEY</c>.</summary>
    public Secret? PineconeApiKey { get; init; }

    /// <summary><c>PINECONE_HOST</c>, an https address under pinecone.io; in a development environment also one on this machine.</summary>
    public Uri? PineconeHost { get; init; }

    /// <summary><c>PINECONE_NAMESPACE</c>: where in the index decisions are kept; one for each environment keeps them apart.</summary>
    public string PineconeNamespace { get; init; } = "meta_controller";

    /// <summary><c>S3_BUCKET</c>, by S3's naming rules.</summary>
    public string? S3Bucket { get; init; }

    /// <summary><c>S3_PREFIX</c>.</summary>
    public string S3Prefix { get; init; } = "mcts-artifacts";

    /// <summary><c>S3_REGION</c>.</summary>
    public string S3Region { get; init; } = "us-east-1";

    /// <summary><c>S3_ENDPOINT_URL</c>: another server that speaks S3. Unset: Amazon's.</summary>
    public Uri? S3EndpointUrl { get; init; }

    /// <summary><c>HTTP_TIMEOUT_SECONDS</c> of calls to outside systems, 1 to 300. Unset: 30, or the provider's own default.</summary>
    public int? HttpTimeoutSeconds { get; init; }

    /// <summary><c>HTTP_MAX_RETRIES</c> of calls to outside systems, 0 to 10. Unset: 3, or the provider's own default.</summary>
    public int? HttpMaxRetries { get; init; }

    /// <summary>Characters (code points) of a query at most: <c>MAX_QUERY_LENGTH</c>, 1 to 100,000, but never more than 10,000.</summary>
    public int MaxQueryLength { get; init; } = 10_000;

    /// <summary><c>RATE_LIMIT_REQUESTS_PER_MINUTE</c> of one client, 1 to 1,000.</summary>
    public int RateLimitRequestsPerMinute { get; init; } = 60;

    /// <summary><c>LOG_LEVEL</c>: DEBUG, INFO, WARNING, ERROR or CRITICAL.</summary>
    public LogLevel LogLevel { get; init; } = LogLevel.Information;

    /// <summary><c>OTEL_EXPORTER_OTLP_ENDPOINT</c>: where telemetry goes. Unset: nowhere.</summary>
    public Uri? OtlpEndpoint { get; init; }

    /// <summary><c>MCTS_DATA_DIR</c>: the folder of everything local, as a full path. Unset: <c>mcts-aspire</c> in the user's local application data.</summary>
    public string DataDirectory { get; init; } = DefaultDataDirectory;

    /// <summary>Where everything local lives unless <c>MCTS_DATA_DIR</c> says otherwise.</summary>
    public static string DefaultDataDirectory
    {
        get
        {
            var root = Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
            // An account without a home, as in some containers.
            return Path.Combine(root.Length > 0 ? root : Path.GetTempPath(), "mcts-aspire");
        }
    }

    /// <summary>Shows what is in use; secrets are masked.</summary>
    public override string ToString() => $"FrameworkSettings(LLM_PROVIDER={LlmProvider}, LOG_LEVEL={LogLevel})";
}
