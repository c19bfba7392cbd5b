using Aspire.Hosting.ApplicationModel;

namespace Aspire.Hosting;

/// <summary>Adds values from outside.</summary>
public static class ParameterResourceBuilderExtensions
{
    /// <summary>Adds a parameter whose value is in the configuration, under <c>Parameters:name</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ParameterResource(name, _ => Required(builder, $"Parameters:{name}", $"the parameter '{name}'"), secret));
    }

    /// <summary>Adds a parameter with a value; the configuration key <c>Parameters:name</c> wins over it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="value">The value.</param>
    /// <param name="publishValueAsDefault">Not used by this stand-in.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, string value, bool publishValueAsDefault = false, bool secret = false) =>
        builder.AddParameter(name, () => value, publishValueAsDefault, secret);

    /// <summary>Adds a parameter whose value is asked for once; the configuration key <c>Parameters:name</c> wins over it.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The parameter's name.</param>
    /// <param name="valueGetter">Gives the value.</param>
    /// <param name="publishValueAsDefault">Not used by this stand-in.</param>
    /// <param name="secret">Whether the value must not be shown.</param>
    /// <returns>A builder for the parameter.</returns>
    public static IResourceBuilder<ParameterResource> AddParameter(this IDistributedApplicationBuilder builder, string name, Func<string> valueGetter, bool publishValueAsDefault = false, bool secret = false)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(valueGetter);
        if (publishValueAsDefault && secret)
            throw new ArgumentException("A secret can't be published as a default.", nameof(publishValueAsDefault));
        return builder.AddResource(new ParameterResource(name, _ => builder.Configuration[$"Parameters:{name}"] ?? valueGetter(), secret));
    }

    /// <summary>Adds a connection string that is in the configuration, under <c>ConnectionStrings:name</c>.</summary>
    /// <param name="builder">The application.</param>
    /// <param name="name">The connection string's name.</param>
    /// <param name="environmentVariableName">The environment variable that others take it by; null: <c>ConnectionStrings__name</c>.</param>
    /// <returns>A builder for the connection string.</returns>
    public static IResourceBuilder<IResourceWithConnectionString> AddConnectionString(this IDistributedApplicationBuilder builder, string name, string? environmentVariableName = null)
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.AddResource(new ConnectionStringParameterResource(name, () => Required(builder, $"ConnectionStrings:{name}", $"the connection string '{name}'"), environmentVariableName));
    }

    private static string Required(IDistributedApplicationBuilder builder, string key, string what)
    {
        var value = builder.Configuration[key];
        return string.IsNullOrEmpty(value)
            ? throw new MissingParameterValueException($"{what} has no value; set {key.Replace(":", "__", StringComparison.Ordinal)} in the environment.")
            : value;
    }
}
