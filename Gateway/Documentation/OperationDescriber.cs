using System.Globalization;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Completes the description of each route: its name, its body, its parameters, its key, its errors and what its answers look like.</summary>
internal sealed partial class OperationDescriber : IOpenApiOperationTransformer
{
    public async Task TransformAsync(OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var description = context.Description;
        var metadata = description.ActionDescriptor.EndpointMetadata;
        var path = $"/{description.RelativePath}";
        operation.OperationId ??= NameOf(description.HttpMethod ?? "", path);
        operation.Summary ??= operation.OperationId.Replace('_', ' ');
        operation.Description ??= $"{operation.Summary}.";

        var body = metadata.OfType<RequestBodyDescription>().FirstOrDefault();
        if (body is not null)
            operation.RequestBody = await BodyDescriber.DescribeAsync(body, operation.OperationId, context, cancellationToken);
        foreach (var parameter in metadata.OfType<QueryParameterDescription>())
            (operation.Parameters ??= []).Add(ParameterDescriber.Describe(parameter));
        foreach (var parameter in (operation.Parameters ?? []).OfType<OpenApiParameter>().Where(parameter => parameter.In == ParameterLocation.Path))
            ParameterDescriber.DescribePath(parameter);

        var access = metadata.OfType<IAuthorizeData>().ToArray();
        if (access.Length > 0)
        {
            operation.Security = [.. SecurityDescriptions.Requirements(context.Document!)];
            var role = access.Select(data => data.Roles ?? data.Policy).LastOrDefault(name => name is not null);
            if (role is not null)
                operation.Description = $"{operation.Description} Needs the role {role}.";
        }
        else
        {
            // Said openly: nothing is needed.
            operation.Security = [];
        }

        // What a route says itself goes before what all say.
        var errors = metadata.OfType<ErrorDescription>()
            .Concat(RouteErrors.Of(access.Length > 0, metadata.OfType<ForwardedRoute>().Any(), body is not null, path.Contains('{', StringComparison.Ordinal)))
            .DistinctBy(error => error.Status);
        await ResponseDescriber.DescribeAsync(operation, [.. errors], access.Length > 0, path, context, cancellationToken);
    }

    private static string NameOf(string method, string path) =>
        $"{method.ToLower(CultureInfo.InvariantCulture)}{NotAName().Replace(path, "_")}".TrimEnd('_');

    [GeneratedRegex("[^a-zA-Z0-9]+")]
    private static partial Regex NotAName();
}
