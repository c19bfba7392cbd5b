using System.Globalization;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>The searches on their way in this process.</summary>
internal sealed class SearchSessions(IOptions<OrchestratorOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Client, string Id), SearchSession> _sessions = [];

    /// <summary>Begins a search, which ends when the session is disposed of.</summary>
    /// <param name="clientId">Whose it is.</param>
    /// <param name="searchId">The id that the client gives it; <see langword="null"/>: one is made.</param>
    /// <exception cref="ServiceUnavailableException">Too many are on their way.</exception>
    /// <exception cref="ConflictException">The client has one of that id on its way.</exception>
    public SearchSession Begin(string clientId, string? searchId)
    {
        // What a client calls its search is its own; the services know it by an id that nothing else has.
        var runId = "search_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture);
        var session = new SearchSession(searchId ?? runId, runId, clientId, Remove);
        lock (_lock)
        {
            if (_sessions.Count >= options.Value.MaxActiveRuns)
                throw new ServiceUnavailableException($"{options.Value.MaxActiveRuns} searches are on their way already. Ask again soon.");
            if (!_sessions.TryAdd((clientId, session.SearchId), session))
                throw new ConflictException($"search_id: a search of the id {searchId} is on its way. Wait for its end, or give another id.");
        }

        return session;
    }

    /// <summary>Asks a search to end with what it has found; false when the client has none of that id on its way.</summary>
    public bool TryStop(string clientId, string searchId)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue((clientId, searchId), out var session))
                return false;
            session.Stop();
            return true;
        }
    }

    private void Remove(SearchSession session)
    {
        lock (_lock)
            _sessions.Remove((session.ClientId, session.SearchId));
    }
}
