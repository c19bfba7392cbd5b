using System.Text.Json;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Mcts;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.Protos.Rest;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.ServiceDefaults.Requests;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;
using Microsoft.Extensions.Options;
using RestRequest = MctsAspire.Protos.Rest.SearchRequest;
using RestResponse = MctsAspire.Protos.Rest.SearchResponse;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>Runs single searches and keeps their results as artifacts.</summary>
internal sealed class SearchService(
    Retriever retriever,
    SearchRunner searches,
    SearchDefaults searchDefaults,
    RequestDefaults defaults,
    IArtifactStore artifacts,
    IOptions<OrchestratorOptions> options,
    TimeProvider time)
{
    private const string ArtifactName = "search";

    /// <summary>Runs a search to its end. A search is no run: it is made again when it is asked for again.</summary>
    /// <param name="clientId">Who asks, and owns the artifact.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="request">The search for MctsService, with what gRPC's callers may add: passages, history, a depth.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<(RestResponse Response, Protos.Mcts.SearchResponse Search)> SearchAsync(
        string clientId, RestRequest asked, Protos.Mcts.SearchRequest request, CancellationToken cancellationToken)
    {
        var arrival = time.GetTimestamp();
        using var activity = OrchestratorTelemetry.Source.StartActivity("search");
        asked = defaults.Fill(asked);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds), time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await PrepareAsync(request, asked, linked.Token);
            var search = await searches.RunAsync(request, _ => { }, linked.Token);
            var made = asked with
            {
                Iterations = request.HasIterations ? request.Iterations : null,
                ExplorationWeight = request.HasExplorationWeight ? request.ExplorationWeight : null,
            };
            var stored = Describe(made, search);
            var content = JsonSerializer.SerializeToUtf8Bytes(stored, StrictJson.Options);
            var artifact = await artifacts.PutAsync(clientId, ArtifactName, content, linked.Token);
            return (Respond(stored, artifact.Id, time.GetElapsedTime(arrival)), search);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OperationTimeoutException($"The search took longer than {options.Value.RunTimeoutSeconds} seconds. Ask for fewer iterations.", late);
        }
    }

    private async Task PrepareAsync(Protos.Mcts.SearchRequest request, RestRequest asked, CancellationToken cancellationToken)
    {
        request.Reasoning ??= new ReasoningProblem();
        request.Reasoning.Query = asked.Query;
        request.Seed = asked.Seed!.Value;
        request.Preset = asked.Preset;
        if (asked.Iterations is { } iterations)
            request.Iterations = iterations;
        if (asked.ExplorationWeight is { } weight)
            request.ExplorationWeight = weight;
        searchDefaults.Fill(request);
        if (asked.UseRag && request.Reasoning.Passages.Count == 0)
        {
            var retrieval = new RetrievalRequest { Query = asked.Query, History = { request.Reasoning.History }, Limit = options.Value.PassagesPerQuestion };
            request.Reasoning.Passages.Add((await retriever.RetrieveAsync(retrieval, cancellationToken)).Passages);
        }
    }

    private static SearchArtifact Describe(RestRequest asked, Protos.Mcts.SearchResponse search)
    {
        var stats = search.ToRest();
        return new SearchArtifact
        {
            Request = asked,
            BestAction = stats.BestAction,
            Response = search.Answer.Text,
            Confidence = search.Answer.Probability(),
            Answerable = search.Answer.Answerable,
            Citations = search.Answer.Citations.ToRest(),
            MctsStats = stats,
            Provider = search.Provider,
            Model = search.Model,
        };
    }

    private static RestResponse Respond(SearchArtifact stored, string artifactId, TimeSpan elapsed) => new()
    {
        BestAction = stored.BestAction,
        Response = stored.Response,
        Confidence = stored.Confidence,
        Answerable = stored.Answerable,
        Citations = stored.Citations,
        MctsStats = stored.MctsStats,
        ArtifactId = artifactId,
        Provider = stored.Provider,
        Model = stored.Model,
        ProcessingTimeMs = elapsed.TotalMilliseconds,
    };
}
