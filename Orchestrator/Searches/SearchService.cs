using MctsAspire.Orchestrator.Configuration;
using MctsAspire.Orchestrator.Contracts;
using MctsAspire.Orchestrator.Queries;
using MctsAspire.Orchestrator.Retrieval;
using MctsAspire.Orchestrator.Telemetry;
using MctsAspire.Protos.Orchestrator;
using MctsAspire.ServiceDefaults.Errors;
using MctsAspire.Storage;
using MctsAspire.Storage.Artifacts;
using Microsoft.Extensions.Options;
using Mcts = MctsAspire.Protos.Mcts;
using Rest = MctsAspire.Protos.Rest;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>Runs single searches and keeps their bundles as artifacts. A search is no run: it is made again when it is asked for again.</summary>
internal sealed class SearchService(
    Retriever retriever,
    SearchRunner searches,
    SearchDefaults searchDefaults,
    RequestDefaults defaults,
    IArtifactStore artifacts,
    IOptions<OrchestratorOptions> options,
    TimeProvider time)
{
    /// <summary>The name of artifacts that hold a search's bundle.</summary>
    public const string ArtifactName = "search";

    /// <summary>Runs a search to its end.</summary>
    /// <param name="session">The search: told of progress, asked whether to stop; its client owns the artifact.</param>
    /// <param name="asked">What is asked.</param>
    /// <param name="request">The same for MctsService, with what gRPC's callers may add: passages, history.</param>
    /// <param name="cancellationToken">Cancels the search.</param>
    public async Task<SearchOutcome> RunAsync(SearchSession session, Rest.SearchRequest asked, Mcts.SearchRequest request, CancellationToken cancellationToken)
    {
        var arrival = time.GetTimestamp();
        using var activity = OrchestratorTelemetry.Source.StartActivity("search");
        activity?.SetTag("search_id", session.RunId);
        activity?.SetTag("domain", asked.Domain);

        // MctsService ends a search by its own limit, with what was found by then; what comes after has as long as one call.
        var longest = TimeSpan.FromSeconds(options.Value.RunTimeoutSeconds + options.Value.CallTimeoutSeconds);
        using var limit = new CancellationTokenSource(longest, time);
        using var linked = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, limit.Token);
        try
        {
            await PrepareAsync(session, asked, request, linked.Token);
            var found = await searches.RunAsync(request, session.Report, session.Stopping, linked.Token);

            // A search with very many outside calls has no bundle; what it found is worth no less.
            var artifact = found.Bundle.IsEmpty ? null : await artifacts.PutAsync(session.ClientId, ArtifactName, found.Bundle.Memory, linked.Token);
            return new SearchOutcome(Respond(asked, found, artifact?.Id, time.GetElapsedTime(arrival)), found);
        }
        catch (ValidationException refused)
        {
            throw new ValidationException(FieldOf(refused.Field), refused.Problem, refused);
        }
        catch (StorageException failure)
        {
            throw new ServiceUnavailableException(failure.Message, innerException: failure);
        }
        catch (OperationCanceledException late) when (limit.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new OperationTimeoutException($"The search took longer than {longest.TotalSeconds} seconds. Ask for fewer iterations.", late);
        }
        finally
        {
            session.End();
        }
    }

    private async Task PrepareAsync(SearchSession session, Rest.SearchRequest asked, Mcts.SearchRequest request, CancellationToken cancellationToken)
    {
        request.RunId = session.RunId;
        (request.ClientId, request.ThreadId) = (session.ClientId, "");
        var filled = defaults.Fill(asked);
        request.Seed = filled.Seed!.Value;
        if (request.Reasoning is { } reasoning && filled.Query is { } query)
            reasoning.Query = query;
        request.Bundle = true;
        searchDefaults.Fill(request);
        if (asked.UseRag && request.Reasoning is { Passages.Count: 0 } problem)
        {
            var retrieval = new RetrievalRequest { Query = problem.Query, History = { problem.History }, Limit = options.Value.PassagesPerQuestion };
            problem.Passages.Add((await retriever.RetrieveAsync(retrieval, cancellationToken)).Passages);
        }
    }

    private static Rest.SearchResponse Respond(Rest.SearchRequest asked, Mcts.SearchResponse found, string? artifactId, TimeSpan elapsed)
    {
        var stats = found.ToTimedRest();
        return new()
        {
            Domain = asked.Domain,
            BestAction = stats.BestAction,
            StopReason = found.StopReason,
            Response = found.Answer?.Text,
            Confidence = found.Answer?.Probability(),
            Answerable = found.Answer?.Answerable,
            Citations = found.Answer?.Citations.ToRest(),
            MctsStats = stats,
            Certificate = found.Certificate?.ToRest(),
            Explanation = found.Explanation?.ToRest(),
            ArtifactId = artifactId,
            Provider = Named(found.Provider),
            Model = Named(found.Model),
            ProcessingTimeMs = elapsed.TotalMilliseconds,
        };
    }

    // As the request over REST calls what MctsService found wrong.
    private static string FieldOf(string field) => field switch
    {
        "domain.name" => "domain",
        "domain.json" => "problem",
        "reasoning.query" => "query",
        _ => field,
    };

    private static string? Named(string text) => text.Length == 0 ? null : text;
}
