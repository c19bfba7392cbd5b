using System.Globalization;
using MctsAspire.Orchestrator.Configuration;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.Extensions.Options;

namespace MctsAspire.Orchestrator.Searches;

/// <summary>The searches on their way in this process.</summary>
internal sealed class SearchSessions(IOptions<OrchestratorOptions> options)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, SearchSession> _sessions = new(StringComparer.Ordinal);

    /// <summary>Begins a search, which ends when the session is disposed of.</summary>
    /// <exception cref="ServiceUnavailableException">Too many are on their way.</exception>
    public SearchSession Begin(string clientId)
    {
        var session = new SearchSession("search_" + Guid.NewGuid().ToString("N", CultureInfo.InvariantCulture), clientId, Remove);
        lock (_lock)
        {
            if (_sessions.Count >= options.Value.MaxActiveRuns)
                throw new ServiceUnavailableException($"{options.Value.MaxActiveRuns} searches are on their way already. Ask again soon.");
            _sessions.Add(session.SearchId, session);
        }

        return session;
    }

    /// <summary>Asks a search to end with what it has found; false when the client has none of that id on its way.</summary>
    public bool TryStop(string clientId, string searchId)
    {
        lock (_lock)
        {
            if (!_sessions.TryGetValue(searchId, out var session) || session.ClientId != clientId)
                return false;
            session.Stop();
            return true;
        }
    }

    private void Remove(SearchSession session)
    {
        lock (_lock)
            _sessions.Remove(session.SearchId);
    }
}
