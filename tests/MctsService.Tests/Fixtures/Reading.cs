using MctsAspire.MctsService.Domains.Catalogue;
using MctsAspire.MctsService.Requests;
using MctsAspire.MctsService.Running;
using MctsAspire.Protos.Mcts;
using Microsoft.Extensions.Options;

namespace MctsAspire.MctsService.Tests.Fixtures;

/// <summary>Reads requests as the service does.</summary>
internal static class Reading
{
    public static SearchPlan Read(SearchRequest request, SearchLimits? limits = null, ReadingContext? context = null)
    {
        var options = Options.Create(limits ?? new SearchLimits());
        return new SearchRequestReader(options, new ProblemCache(new MemoryBudget(options))).ReadAsync(request, request.RunId, context ?? ReadingContext.Unbounded).AsTask().GetAwaiter().GetResult();
    }
}
