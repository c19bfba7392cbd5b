using MctsAspire.Storage.Answers;
using MctsAspire.Storage.Budgets;
using MctsAspire.Storage.Journals;

namespace MctsAspire.Storage.Language;

/// <summary>Where the calls of language models are kept: on this machine, or where several processes share them.</summary>
public interface ILanguageStores : IAsyncDisposable
{
    /// <summary>What runs asked and what was answered.</summary>
    IJournal Journal { get; }

    /// <summary>Answers that can be given again.</summary>
    IAnswerCache Answers { get; }

    /// <summary>What was spent.</summary>
    IBudgetStore Budgets { get; }

    /// <summary>Fails as a use of the stores would.</summary>
    /// <exception cref="StorageException">They can't be used.</exception>
    Task CheckAsync(CancellationToken cancellationToken);

    /// <summary>Deletes what is older than the retention.</summary>
    /// <exception cref="StorageException">The stores can't be used.</exception>
    Task PruneAsync(CancellationToken cancellationToken);
}
