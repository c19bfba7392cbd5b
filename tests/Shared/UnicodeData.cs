namespace MctsAspire.Testing;

/// <summary>Unicode's own data, as Debian's package unicode-data puts it.</summary>
public static class UnicodeData
{
    /// <summary>Where a file of it is, or would be.</summary>
    /// <param name="name">Its name, as <c>DerivedAge.txt</c>.</param>
    public static string File(string name) => Path.Combine("/usr/share/unicode", name);
}
