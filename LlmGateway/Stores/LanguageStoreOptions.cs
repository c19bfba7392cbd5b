using System.ComponentModel.DataAnnotations;

namespace MctsAspire.LlmGateway.Stores;

/// <summary>What is kept of the calls of language models, as the section <c>LanguageStores</c> says.</summary>
internal sealed class LanguageStoreOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "LanguageStores";

    /// <summary>Days for which a journalled call is kept, and an account that nobody uses.</summary>
    [Range(1, 3650)]
    public int JournalRetentionDays { get; set; } = 30;

    /// <summary>Journalled calls in SQLite at most; the oldest go first.</summary>
    [Range(1, 1_000_000_000)]
    public long MaxJournalEntries { get; set; } = 1_000_000;

    /// <summary>Answers that the cache holds in memory at most; 0: none.</summary>
    [Range(0, 1_000_000)]
    public int CacheMemoryEntries { get; set; } = 10_000;

    /// <summary>Megabytes of the answers in memory at most; vectors have as many for themselves.</summary>
    [Range(0, 4096)]
    public int CacheMemoryMegabytes { get; set; } = 64;

    /// <summary>Megabytes of the answers in the store behind the memory at most.</summary>
    [Range(1, 100_000)]
    public int CacheStoreMegabytes { get; set; } = 128;

    /// <summary>Hours for which an answer is given again.</summary>
    [Range(1, 8760)]
    public int CacheHours { get; set; } = 168;
}
