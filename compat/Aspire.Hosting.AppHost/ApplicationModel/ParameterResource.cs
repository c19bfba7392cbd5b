namespace Aspire.Hosting.ApplicationModel;

/// <summary>A value from outside: from the configuration key <c>Parameters:name</c>, or given in the model.</summary>
public class ParameterResource : Resource, IManifestExpressionProvider, IValueProvider
{
    private readonly Lazy<string> _value;

    /// <summary>Makes a parameter.</summary>
    /// <param name="name">The resource's name.</param>
    /// <param name="callback">Gives the value; its argument is the default value, which this stand-in does not have.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    public ParameterResource(string name, Func<ParameterDefault?, string> callback, bool secret = false)
        : base(name)
    {
        ArgumentNullException.ThrowIfNull(callback);
        Secret = secret;
        _value = new Lazy<string>(() => callback(null));
    }

    /// <summary>Whether the value must not be shown.</summary>
    public bool Secret { get; }

    /// <inheritdoc/>
    public string ValueExpression => $"{{{Name}.value}}";

    /// <summary>The value.</summary>
    /// <param name="cancellationToken">Not used: the value is known.</param>
    /// <returns>The value.</returns>
    /// <exception cref="MissingParameterValueException">There is none.</exception>
    public ValueTask<string?> GetValueAsync(CancellationToken cancellationToken) => ValueTask.FromResult<string?>(_value.Value);
}
