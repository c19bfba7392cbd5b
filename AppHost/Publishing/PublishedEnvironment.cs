using System.Globalization;
using MctsAspire.AppHost.Settings;

namespace MctsAspire.AppHost.Publishing;

/// <summary>Turns what the model says of a service's environment into what a cluster gives it.</summary>
internal static class PublishedEnvironment
{
    // What this application sets. Aspire adds variables for its own tools, which a cluster has no use for.
    private static readonly string[] Ours = ["services__", "ConnectionStrings__", "ApiKeys__", "GRPC_PORT"];

    /// <summary>The environment of a resource, in the order of names.</summary>
    /// <exception cref="AppException">A value can't be known outside of this machine.</exception>
    public static async Task<IReadOnlyList<EnvironmentEntry>> OfAsync(IResource resource, DistributedApplicationExecutionContext executionContext)
    {
        var context = new EnvironmentCallbackContext(executionContext, resource);
        foreach (var annotation in resource.Annotations.OfType<EnvironmentCallbackAnnotation>())
            await annotation.Callback(context);

        var entries = new SortedDictionary<string, EnvironmentEntry>(StringComparer.Ordinal);
        foreach (var (name, value) in context.EnvironmentVariables)
        {
            if (value is ParameterResource { Secret: true } parameter)
                entries[name] = new EnvironmentEntry(name, null, parameter.Name);
            else if (Ours.Any(prefix => name.StartsWith(prefix, StringComparison.Ordinal)))
                entries[name] = new EnvironmentEntry(name, Text(name, value, secret => entries[SecretVariable(secret)] = new EnvironmentEntry(SecretVariable(secret), null, secret)), null);
        }

        return [.. entries.Values];
    }

    /// <summary>The variable that holds a secret which is a part of another value.</summary>
    public static string SecretVariable(string secret) => secret.ToUpperInvariant().Replace('-', '_');

    private static string Text(string name, object? value, Action<string> needsSecret)
    {
        switch (value)
        {
            case string text:
                return text.Replace("$(", "$$(", StringComparison.Ordinal);
            case ParameterResource { Secret: true } parameter:
                needsSecret(parameter.Name);
                return $"$({SecretVariable(parameter.Name)})";
            case EndpointReference endpoint:
                return Part(endpoint, EndpointProperty.Url);
            case EndpointReferenceExpression part:
                return Part(part.Endpoint, part.Property);
            case ConnectionStringReference connection:
                return Text(name, connection.Resource.ConnectionStringExpression, needsSecret);
            case ReferenceExpression expression:
                return string.Format(CultureInfo.InvariantCulture, expression.Format, [.. expression.ValueProviders.Select(part => (object)Text(name, part, needsSecret))]);
            default:
                throw new AppException($"the variable {name} has a value that is known on this machine only; take it out of the model for publishing.");
        }
    }

    private static string Part(EndpointReference endpoint, EndpointProperty property)
    {
        var port = ClusterPorts.Of(endpoint.EndpointAnnotation).ToString(CultureInfo.InvariantCulture);
        var host = endpoint.Resource.Name;
        return property switch
        {
            EndpointProperty.Url => $"{endpoint.Scheme}://{host}:{port}",
            EndpointProperty.Host or EndpointProperty.IPV4Host => host,
            EndpointProperty.Port or EndpointProperty.TargetPort => port,
            EndpointProperty.Scheme => endpoint.Scheme,
            EndpointProperty.HostAndPort => $"{host}:{port}",
            _ => throw new AppException($"the endpoint {endpoint.EndpointName} of {host} has no part {property} in a cluster; use another in the model."),
        };
    }
}
