using MctsAspire.ServiceDefaults.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;

namespace MctsAspire.ServiceDefaults.Tests.Configuration;

public sealed class FrameworkSettingsTests
{
    private const string OpenAiKey = "sk-0123456789abcdefghij";
    private const string AnthropicKey = "sk-ant-0123456789abcdefghij";

    [Fact]
    public void WithoutVariablesTheDefaultsOfTheSeedHold()
    {
        var settings = Load();

        settings.LlmProvider.ShouldBe(LlmProvider.Embedded);
        settings.LmStudioBaseUrl.ShouldBe(new Uri("http://localhost:1234/v1"));
        settings.LmStudioModel.ShouldBe("liquid/lfm2-1.2b");
        settings.MctsIterations.ShouldBe(100);
        settings.MctsIterationsAreSet.ShouldBeFalse();
        settings.MctsC.ShouldBe(1.414);
        settings.Seed.ShouldBe(42);
        settings.S3Prefix.ShouldBe("mcts-artifacts");
        settings.S3Region.ShouldBe("us-east-1");
        settings.HttpTimeoutSeconds.ShouldBeNull();
        settings.HttpMaxRetries.ShouldBeNull();
        settings.MaxQueryLength.ShouldBe(10_000);
        settings.RateLimitRequestsPerMinute.ShouldBe(60);
        settings.LogLevel.ShouldBe(LogLevel.Information);
        settings.OtlpEndpoint.ShouldBeNull();
        settings.DataDirectory.ShouldEndWith("mcts-aspire");
        Path.IsPathFullyQualified(settings.DataDirectory).ShouldBeTrue();
    }

    [Fact]
    public void EveryVariableIsTaken()
    {
        var settings = Load(
            ("LLM_PROVIDER", "lmstudio"), ("OPENAI_API_KEY", OpenAiKey), ("ANTHROPIC_API_KEY", AnthropicKey),
            ("LMSTUDIO_BASE_URL", "http://box:1/v1"), ("LMSTUDIO_MODEL", "m"), ("OPENAI_MODEL", "gpt"), ("OPENAI_BASE_URL", "https://x.y/v1"),
            ("MCTS_ITERATIONS", "7"), ("MCTS_C", "0.5"), ("SEED", "9007199254740991"), ("BRAINTRUST_API_KEY", "bt-1"), ("WANDB_API_KEY", "w"),
            ("PINECONE_API_KEY", "pc-1"), ("PINECONE_HOST", "https://i.svc.e.pinecone.io"), ("S3_BUCKET", "my.bucket-1"), ("S3_PREFIX", "p"),
            ("S3_REGION", "eu-west-1"), ("S3_ENDPOINT_URL", "http://s3:9000"), ("HTTP_TIMEOUT_SECONDS", "300"), ("HTTP_MAX_RETRIES", "0"),
            ("MAX_QUERY_LENGTH", "500"), ("RATE_LIMIT_REQUESTS_PER_MINUTE", "1000"), ("LOG_LEVEL", "critical"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", "http://collector:4317"), ("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf"));

        settings.LlmProvider.ShouldBe(LlmProvider.LmStudio);
        settings.OpenAiApiKey!.Reveal().ShouldBe(OpenAiKey);
        settings.AnthropicApiKey!.Reveal().ShouldBe(AnthropicKey);
        settings.LmStudioBaseUrl.ShouldBe(new Uri("http://box:1/v1"));
        settings.OpenAiBaseUrl.ShouldBe(new Uri("https://x.y/v1"));
        settings.OpenAiModel.ShouldBe("gpt");
        settings.MctsIterations.ShouldBe(7);
        settings.MctsIterationsAreSet.ShouldBeTrue();
        settings.MctsC.ShouldBe(0.5);
        settings.Seed.ShouldBe(9_007_199_254_740_991);
        settings.PineconeHost.ShouldBe(new Uri("https://i.svc.e.pinecone.io"));
        settings.S3Bucket.ShouldBe("my.bucket-1");
        settings.S3EndpointUrl.ShouldBe(new Uri("http://s3:9000"));
        settings.HttpTimeoutSeconds.ShouldBe(300);
        settings.HttpMaxRetries.ShouldBe(0);
        settings.MaxQueryLength.ShouldBe(500);
        settings.LogLevel.ShouldBe(LogLevel.Critical);
        settings.OtlpEndpoint.ShouldBe(new Uri("http://collector:4317"));
    }

    [Fact]
    public void AQueryIsNeverLongerThanTenThousand() => Load(("MAX_QUERY_LENGTH", "100000")).MaxQueryLength.ShouldBe(10_000);

    [Fact]
    public void AnEmptyVariableCountsAsUnset() => Load(("MCTS_ITERATIONS", " "), ("LLM_PROVIDER", "")).ShouldBe(Load());

    [Fact]
    public void AKeyForOpenAiChoosesIt() => Load(("OPENAI_API_KEY", OpenAiKey)).LlmProvider.ShouldBe(LlmProvider.OpenAi);

    [Fact]
    public void AKeyForAnthropicAloneChoosesItAndOpenAiGoesFirst()
    {
        Load(("ANTHROPIC_API_KEY", AnthropicKey)).LlmProvider.ShouldBe(LlmProvider.Anthropic);
        Load(("ANTHROPIC_API_KEY", AnthropicKey), ("OPENAI_API_KEY", OpenAiKey)).LlmProvider.ShouldBe(LlmProvider.OpenAi);
    }

    [Fact]
    public void FallbacksAreReadInTheirOrderAndNoneTwice() =>
        Load(("LLM_PROVIDER", "openai"), ("LLM_FALLBACKS", " anthropic, openai,Anthropic ,embedded,")).LlmFallbacks.ShouldBe([LlmProvider.Anthropic, LlmProvider.Embedded]);

    [Fact]
    public void WithoutAProviderAndAKeyTheFallbacksStandAlone()
    {
        var settings = Load(("LLM_FALLBACKS", "lmstudio,embedded"));
        settings.LlmProvider.ShouldBe(LlmProvider.LmStudio);
        settings.LlmFallbacks.ShouldBe([LlmProvider.Embedded]);
    }

    [Fact]
    public void NothingFollowsAnEmbeddedProvider() =>
        Should.Throw<ConfigurationException>(() => Load(("LLM_PROVIDER", "embedded"), ("LLM_FALLBACKS", "openai"))).Message.ShouldStartWith("LLM_FALLBACKS names");

    [Theory]
    [InlineData("openai", LlmProvider.OpenAi)]
    [InlineData("anthropic", LlmProvider.Anthropic)]
    [InlineData("Embedded", LlmProvider.Embedded)]
    public void AProviderMayBeNamedWhereItsKeyIsNotKnown(string name, LlmProvider provider) => Load(("LLM_PROVIDER", name)).LlmProvider.ShouldBe(provider);

    [Fact]
    public void AnyKeyWillDoForAnotherServerThanOpenAis() =>
        Load(("OPENAI_API_KEY", "local"), ("OPENAI_BASE_URL", "http://localhost:1/v1")).LlmProvider.ShouldBe(LlmProvider.OpenAi);

    [Theory]
    [InlineData("sk-xxxxxxxxxxxxxxxxxxxxxxxx")]
    [InlineData("sk-...")]
    [InlineData("sk-your-key-goes-here-0123")]
    [InlineData("sk-YOUR_OPENAI_KEY-0123456")]
    [InlineData("<paste your key here>")]
    [InlineData("placeholder")]
    [InlineData("changeme")]
    public void APlaceholderIsNoKey(string value) =>
        Should.Throw<ConfigurationException>(() => Load(("OPENAI_API_KEY", value))).Message.ShouldBe("OPENAI_API_KEY is a placeholder, and must be a real key or be unset");

    [Theory]
    [InlineData("sk-proj-4XxxQ0123456789abcdefg")]
    [InlineData("sk-0123456789_-ABCdefghijk")]
    public void AKeyOfRandomCharactersIsTaken(string value) => Load(("OPENAI_API_KEY", value)).LlmProvider.ShouldBe(LlmProvider.OpenAi);

    [Theory]
    [InlineData("LLM_PROVIDER", "gpt", "LLM_PROVIDER is 'gpt', and must be one of openai, anthropic, lmstudio, embedded")]
    [InlineData("MCTS_ITERATIONS", "0", "MCTS_ITERATIONS is '0', and must be an integer from 1 to 10000")]
    [InlineData("MCTS_ITERATIONS", "10001", "MCTS_ITERATIONS is '10001', and must be an integer from 1 to 10000")]
    [InlineData("MCTS_ITERATIONS", "1.5", "MCTS_ITERATIONS is '1.5', and must be an integer from 1 to 10000")]
    [InlineData("MCTS_C", "-0.1", "MCTS_C is '-0.1', and must be a number from 0 to 10")]
    [InlineData("MCTS_C", "10.1", "MCTS_C is '10.1', and must be a number from 0 to 10")]
    [InlineData("MCTS_C", "NaN", "MCTS_C is 'NaN', and must be a number from 0 to 10")]
    [InlineData("SEED", "x", "SEED is 'x', and must be an integer from 0 to 9007199254740991")]
    [InlineData("HTTP_TIMEOUT_SECONDS", "0", "HTTP_TIMEOUT_SECONDS is '0', and must be an integer from 1 to 300")]
    [InlineData("HTTP_TIMEOUT_SECONDS", "301", "HTTP_TIMEOUT_SECONDS is '301', and must be an integer from 1 to 300")]
    [InlineData("HTTP_MAX_RETRIES", "11", "HTTP_MAX_RETRIES is '11', and must be an integer from 0 to 10")]
    [InlineData("MAX_QUERY_LENGTH", "0", "MAX_QUERY_LENGTH is '0', and must be an integer from 1 to 100000")]
    [InlineData("MAX_QUERY_LENGTH", "100001", "MAX_QUERY_LENGTH is '100001', and must be an integer from 1 to 100000")]
    [InlineData("RATE_LIMIT_REQUESTS_PER_MINUTE", "1001", "RATE_LIMIT_REQUESTS_PER_MINUTE is '1001', and must be an integer from 1 to 1000")]
    [InlineData("LOG_LEVEL", "TRACE", "LOG_LEVEL is 'TRACE', and must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")]
    [InlineData("LOG_LEVEL", "a\nb", "LOG_LEVEL is 'a b', and must be one of DEBUG, INFO, WARNING, ERROR, CRITICAL")]
    [InlineData("OPENAI_API_KEY", "your-api-key-here", "OPENAI_API_KEY is a placeholder, and must be a real key or be unset")]
    [InlineData("OPENAI_API_KEY", "key-0123456789abcdefghij", "OPENAI_API_KEY does not begin with sk-, as a key of this kind must")]
    [InlineData("OPENAI_API_KEY", "sk-short", "OPENAI_API_KEY is too short, and must have at least 20 characters")]
    [InlineData("ANTHROPIC_API_KEY", "sk-0123456789abcdefghij", "ANTHROPIC_API_KEY does not begin with sk-ant-, as a key of this kind must")]
    [InlineData("OPENAI_BASE_URL", "http://api.example/v1", "OPENAI_BASE_URL must be an https address unless it is on this machine: the key is sent there")]
    [InlineData("ANTHROPIC_BASE_URL", "http://api.example", "ANTHROPIC_BASE_URL must be an https address unless it is on this machine: the key is sent there")]
    [InlineData("LLM_FALLBACKS", "anthropic,gpt", "LLM_FALLBACKS holds 'gpt', and must hold nothing but openai, anthropic, lmstudio, embedded, with commas between them")]
    [InlineData("LLM_FALLBACKS", "embedded,openai", "LLM_FALLBACKS names a provider behind embedded, which always answers; put embedded last")]
    [InlineData("LLM_MAX_CONCURRENCY", "0", "LLM_MAX_CONCURRENCY is '0', and must be an integer from 1 to 1000")]
    [InlineData("LLM_MAX_QUEUE", "-1", "LLM_MAX_QUEUE is '-1', and must be an integer from 0 to 10000")]
    [InlineData("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "yes", "OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT is 'yes', and must be one of true, false")]
    [InlineData("LMSTUDIO_BASE_URL", "localhost:1234", "LMSTUDIO_BASE_URL is not an address, and must be an absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "collector", "OTEL_EXPORTER_OTLP_ENDPOINT is not an address, and must be an absolute http or https URL")]
    [InlineData("OTEL_EXPORTER_OTLP_PROTOCOL", "tcp", "OTEL_EXPORTER_OTLP_PROTOCOL is 'tcp', and must be grpc or http/protobuf")]
    [InlineData("PINECONE_HOST", "http://i.svc.e.pinecone.io", "PINECONE_HOST must be an https address under pinecone.io")]
    [InlineData("PINECONE_HOST", "https://pinecone.io.evil.example", "PINECONE_HOST must be an https address under pinecone.io")]
    [InlineData("S3_BUCKET", "My_Bucket", "S3_BUCKET must have 3 to 63 lower-case letters, digits, dots and hyphens, and begin and end with a letter or a digit")]
    public void AWrongValueIsRefusedWithTheVariableAndWhatIsAllowed(string name, string value, string message) =>
        Should.Throw<ConfigurationException>(() => Load((name, value))).Message.ShouldBe(message);

    [Fact]
    public void AllWrongValuesAreToldInOneLine()
    {
        var message = Should.Throw<ConfigurationException>(() => Load(("MCTS_C", "x"), ("LOG_LEVEL", "y"))).Message;

        message.ShouldContain("MCTS_C is 'x'");
        message.ShouldContain("LOG_LEVEL is 'y'");
        message.ShouldNotContain("\n");
    }

    [Theory]
    [InlineData("OPENAI_API_KEY", "not-a-key-but-secret-anyway")]
    [InlineData("OPENAI_BASE_URL", "ftp://user:not-a-key-but-secret-anyway@host")]
    [InlineData("MCTS_ITERATIONS", OpenAiKey)]
    [InlineData("LOG_LEVEL", AnthropicKey)]
    public void ASecretIsNeverPartOfTheMessage(string name, string value)
    {
        var message = Should.Throw<ConfigurationException>(() => Load((name, value))).Message;

        message.ShouldNotContain("secret-anyway");
        message.ShouldNotContain("0123456789");
    }

    [Fact]
    public void ASecretPrintsMaskedAlsoInsideTheSettings()
    {
        var settings = Load(("OPENAI_API_KEY", OpenAiKey));

        settings.OpenAiApiKey!.ToString().ShouldBe("***MASKED***");
        settings.ToString().ShouldNotContain(OpenAiKey);
        System.Text.Json.JsonSerializer.Serialize(settings).ShouldNotContain(OpenAiKey);
        settings.OpenAiApiKey.ShouldBe(new Secret(OpenAiKey));
    }

    [Fact]
    public void ADataFolderThatIsAFileIsRefused()
    {
        using var folder = new TemporaryFolder();
        var file = Path.Combine(folder.Path, "file");
        File.WriteAllText(file, "");

        Should.Throw<ConfigurationException>(() => Load(("MCTS_DATA_DIR", file))).Message.ShouldBe("MCTS_DATA_DIR is a file, and must be a folder that can be written");
        Load(("MCTS_DATA_DIR", folder.Path)).DataDirectory.ShouldBe(folder.Path);
    }

    private static FrameworkSettings Load(params (string Name, string Value)[] variables) => FrameworkSettingsLoader.Load(
        new ConfigurationBuilder().AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(variable.Name, (string?)variable.Value))).Build());
}
