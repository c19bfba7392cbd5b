using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Configuration;

/// <summary>Reads <see cref="FrameworkSettings"/> from the configuration, whole or not at all.</summary>
internal static partial class FrameworkSettingsLoader
{
    private const int LargestQueryLength = 10_000;
    private const long LargestSeed = (1L << 53) - 1;

    private static readonly Dictionary<string, LlmProvider> Providers = new(StringComparer.Ordinal)
    {
        ["openai"] = LlmProvider.OpenAi,
        ["anthropic"] = LlmProvider.Anthropic,
        ["lmstudio"] = LlmProvider.LmStudio,
        ["embedded"] = LlmProvider.Embedded,
    };

    private static readonly Dictionary<string, bool> Switches = new(StringComparer.Ordinal) { ["true"] = true, ["false"] = false };

    private static readonly Dictionary<string, LogLevel> LogLevels = new(StringComparer.Ordinal)
    {
        ["DEBUG"] = LogLevel.Debug,
        ["INFO"] = LogLevel.Information,
        ["WARNING"] = LogLevel.Warning,
        ["ERROR"] = LogLevel.Error,
        ["CRITICAL"] = LogLevel.Critical,
    };

    /// <exception cref="ConfigurationException">A value is wrong; the message is one line that names every wrong variable.</exception>
    /// <param name="configuration">The configuration.</param>
    /// <param name="isDevelopment">Whether the environment is a development one, where stand-ins on this machine may take the place of services outside.</param>
    public static FrameworkSettings Load(IConfiguration configuration, bool isDevelopment = false)
    {
        var read = new SettingsReader(configuration);
        var defaults = new FrameworkSettings();

        // Whether the provider's key is there is the language service's business: no other one is told it.
        var openAiBaseUrl = read.SafeAddress("OPENAI_BASE_URL");
        // Other servers make keys of their own kind, or take any.
        var openAiKey = read.Key("OPENAI_API_KEY", openAiBaseUrl is null ? "sk-" : null);
        var anthropicBaseUrl = read.SafeAddress("ANTHROPIC_BASE_URL");
        var anthropicKey = read.Key("ANTHROPIC_API_KEY", anthropicBaseUrl is null ? "sk-ant-" : null);
        var named = read.Choices("LLM_FALLBACKS", Providers);
        var provider = read.Choice("LLM_PROVIDER", Providers) ?? ProviderWithKey(openAiKey, anthropicKey) ?? named.FirstOrDefault(LlmProvider.Embedded);
        var iterations = read.Whole("MCTS_ITERATIONS", 1, 10_000);
        var c = read.Number("MCTS_C", 0, 10);

        var settings = new FrameworkSettings
        {
            LlmProvider = provider,
            LlmFallbacks = Fallbacks(read, provider, named),
            LlmMaxConcurrency = read.Whole("LLM_MAX_CONCURRENCY", 1, 1000) ?? defaults.LlmMaxConcurrency,
            LlmMaxQueue = read.Whole("LLM_MAX_QUEUE", 0, 10_000) ?? defaults.LlmMaxQueue,
            RecordLlmContent = read.Choice("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", Switches) ?? defaults.RecordLlmContent,
            OpenAiApiKey = openAiKey,
            OpenAiBaseUrl = openAiBaseUrl,
            OpenAiModel = read.Text("OPENAI_MODEL"),
            AnthropicApiKey = anthropicKey,
            AnthropicBaseUrl = anthropicBaseUrl,
            AnthropicModel = read.Text("ANTHROPIC_MODEL"),
            LmStudioBaseUrl = read.Address("LMSTUDIO_BASE_URL") ?? defaults.LmStudioBaseUrl,
            LmStudioModel = read.Text("LMSTUDIO_MODEL") ?? defaults.LmStudioModel,
            MctsIterations = iterations ?? defaults.MctsIterations,
            MctsIterationsAreSet = iterations is not null,
            MctsC = c ?? defaults.MctsC,
            MctsCIsSet = c is not null,
            Seed = read.WholeLong("SEED", 0, LargestSeed) ?? defaults.Seed,
            BraintrustApiKey = read.Key("BRAINTRUST_API_KEY", null),
            BraintrustApiUrl = read.SafeAddress("BRAINTRUST_API_URL") ?? defaults.BraintrustApiUrl,
            BraintrustProject = read.Name("BRAINTRUST_PROJECT") ?? defaults.BraintrustProject,
            WandbApiKey = read.Key("WANDB_API_KEY", null),
            WandbBaseUrl = read.SafeAddress("WANDB_BASE_URL") ?? defaults.WandbBaseUrl,
            WandbProject = read.Name("WANDB_PROJECT") ?? defaults.WandbProject,
            WandbEntity = read.Name("WANDB_ENTITY"),
            PineconeApiKey = read.Key("PINECONE_API_KEY", null),
            PineconeHost = PineconeAddress.Read(read, isDevelopment),
            PineconeNamespace = read.Name("PINECONE_NAMESPACE") ?? defaults.PineconeNamespace,
            S3Bucket = S3Bucket(read),
            S3Prefix = read.Text("S3_PREFIX") ?? defaults.S3Prefix,
            S3Region = read.Text("S3_REGION") ?? defaults.S3Region,
            S3EndpointUrl = read.Address("S3_ENDPOINT_URL"),
            HttpTimeoutSeconds = read.Whole("HTTP_TIMEOUT_SECONDS", 1, 300),
            HttpMaxRetries = read.Whole("HTTP_MAX_RETRIES", 0, 10),
            MaxQueryLength = Math.Min(read.Whole("MAX_QUERY_LENGTH", 1, 100_000) ?? LargestQueryLength, LargestQueryLength),
            RateLimitRequestsPerMinute = read.Whole("RATE_LIMIT_REQUESTS_PER_MINUTE", 1, 1000) ?? defaults.RateLimitRequestsPerMinute,
            LogLevel = read.Choice("LOG_LEVEL", LogLevels) ?? defaults.LogLevel,
            OtlpEndpoint = read.Address("OTEL_EXPORTER_OTLP_ENDPOINT"),
            DataDirectory = DataDirectory(read) ?? FrameworkSettings.DefaultDataDirectory,
        };

        CheckProtocol(read);
        return read.Problems.Count == 0 ? settings : throw new ConfigurationException(string.Join("; ", read.Problems));
    }

    // OpenAI first, as the variable's own default has it.
    private static LlmProvider? ProviderWithKey(Secret? openAiKey, Secret? anthropicKey) =>
        openAiKey is not null ? LlmProvider.OpenAi : anthropicKey is not null ? LlmProvider.Anthropic : null;

    private static LlmProvider[] Fallbacks(SettingsReader read, LlmProvider provider, IReadOnlyList<LlmProvider> named)
    {
        var chain = named.Prepend(provider).Distinct().ToList();
        var embedded = chain.IndexOf(LlmProvider.Embedded);
        if (embedded >= 0 && embedded < chain.Count - 1)
            read.Refuse("LLM_FALLBACKS", "names a provider behind embedded, which always answers; put embedded last");
        return [.. chain.Skip(1)];
    }

    private static void CheckProtocol(SettingsReader read)
    {
        if (read.Text("OTEL_EXPORTER_OTLP_PROTOCOL") is { } protocol and not ("grpc" or "http/protobuf"))
            read.Refuse("OTEL_EXPORTER_OTLP_PROTOCOL", $"is '{protocol}', and must be grpc or http/protobuf");
    }

    private static string? S3Bucket(SettingsReader read)
    {
        var bucket = read.Text("S3_BUCKET");
        if (bucket is null || (BucketName().IsMatch(bucket) && !bucket.Contains("..", StringComparison.Ordinal)))
            return bucket;
        read.Refuse("S3_BUCKET", "must have 3 to 63 lower-case letters, digits, dots and hyphens, and begin and end with a letter or a digit");
        return null;
    }

    private static string? DataDirectory(SettingsReader read)
    {
        if (read.Text("MCTS_DATA_DIR") is not { } folder)
            return null;
        if (folder.Contains('\0', StringComparison.Ordinal) || File.Exists(folder))
        {
            read.Refuse("MCTS_DATA_DIR", "is a file, and must be a folder that can be written");
            return null;
        }

        return Path.GetFullPath(folder);
    }

    [GeneratedRegex("^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]\\z")]
    private static partial Regex BucketName();
}
