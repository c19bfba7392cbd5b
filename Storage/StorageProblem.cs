namespace MctsAspire.Storage;

/// <summary>Why a store can't be used.</summary>
public enum StorageProblem
{
    /// <summary>The file is damaged, or is no database at all.</summary>
    Damaged,

    /// <summary>A newer version of this software wrote the file.</summary>
    Newer,

    /// <summary>Another process holds the file for longer than this one waits.</summary>
    Locked,

    /// <summary>The file or its folder may not be written.</summary>
    ReadOnly,

    /// <summary>The disk is full.</summary>
    Full,

    /// <summary>What is stored is larger than the reader takes.</summary>
    TooLarge,

    /// <summary>The file can't be opened, read or written for another reason.</summary>
    Unavailable,
}
