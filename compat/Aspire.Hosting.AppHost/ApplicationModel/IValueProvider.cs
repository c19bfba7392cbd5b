namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something whose text is known when the application runs.</summary>
public interface IValueProvider
{
    /// <summary>The text.</summary>
    /// <param name="cancellationToken">Ends the wait for the text.</param>
    /// <returns>The text, or null when there is none.</returns>
    ValueTask<string?> GetValueAsync(CancellationToken cancellationToken = default);

    /// <summary>The text for one who asks.</summary>
    /// <param name="context">Who asks.</param>
    /// <param name="cancellationToken">Ends the wait for the text.</param>
    /// <returns>The text, or null when there is none.</returns>
    ValueTask<string?> GetValueAsync(ValueProviderContext context, CancellationToken cancellationToken = default) => GetValueAsync(cancellationToken);
}
