using System.Text.Json;
using System.Text.Json.Nodes;
using MctsAspire.Protos.Rest;
using MctsAspire.Testing;

namespace MctsAspire.Gateway.Tests.Documentation;

public sealed class SchemaProperties(GatewayFixture fixture) : IClassFixture<GatewayFixture>
{
    private const int Bodies = 100;

    [Theory]
    [InlineData("query", "/query")]
    [InlineData("query_stream", "/query/stream")]
    [InlineData("run_agent", "/agents/mcts")]
    [InlineData("search", "/search")]
    public async Task WhatTheSchemaAllowsTheRouteTakes(string operation, string path)
    {
        var gateway = fixture.Fresh().Gateway;
        using var document = await DocumentAsync();

        for (var seed = 0; seed < Bodies; seed++)
        {
            var sample = SampleOf(document.RootElement, operation, seed)!.AsObject();
            if (operation == "search")
                AskWhatTheDomainTakes(sample);
            var body = sample.ToJsonString();
            using var response = await gateway.PostAsync(path, body);
            response.IsSuccessStatusCode.ShouldBeTrue($"{body}\n{await response.Content.ReadAsStringAsync()}");
        }
    }

    [RequiresFact("node", "npm:openapi")]
    public async Task WhatTheSamplesHoldFitsTheSchemaByARealValidator()
    {
        using var document = await DocumentAsync();
        var bodies = new JsonArray([.. from operation in (string[])["query", "run_agent", "search", "create_chat_completion", "create_embeddings", "store_documents"]
                                       from seed in Enumerable.Range(0, Bodies)
                                       select new JsonObject { ["operation"] = operation, ["body"] = SampleOf(document.RootElement, operation, seed) }]);
        var folder = Directory.CreateTempSubdirectory("samples-").FullName;
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), document.RootElement.GetRawText());
            await File.WriteAllTextAsync(Path.Combine(folder, "bodies.json"), bodies.ToJsonString());

            var (_, output, errors) = await NodeProgram.RunAsync("openapi", "validate.mjs", Path.Combine(folder, "openapi.json"), Path.Combine(folder, "bodies.json"));

            (output + errors).ShouldBe("");
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>The rules between fields, which the schema says in words: a question and fewer iterations are for the domain reasoning, a problem is for the others.</summary>
    private static void AskWhatTheDomainTakes(JsonObject search)
    {
        if (search["domain"] is { } domain && (string?)domain != SearchRequest.Reasoning)
        {
            search.Remove("query");
            return;
        }

        search["query"] ??= "Who leads a platoon?";
        search.Remove("problem");
        if ((long?)search["iterations"] > Limits.Iterations)
            search["iterations"] = Limits.Iterations;
    }

    private static JsonNode? SampleOf(JsonElement document, string operation, int seed)
    {
        var schema = document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject())
            .First(candidate => candidate.Value.GetProperty("operationId").GetString() == operation).Value
            .GetProperty("requestBody").GetProperty("content").GetProperty("application/json").GetProperty("schema");
        return new SchemaSampler(document, seed).Sample(schema);
    }

    private async Task<JsonDocument> DocumentAsync() => JsonDocument.Parse(await fixture.Fresh().Gateway.Client.GetStringAsync(new Uri("/openapi.json", UriKind.Relative)));
}
