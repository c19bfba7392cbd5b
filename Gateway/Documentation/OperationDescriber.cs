using System.Globalization;
using System.Text.RegularExpressions;
using MctsAspire.ServiceDefaults.Errors;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Mvc.ApiExplorer;
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

        IEnumerable<ErrorDescription> errors =
        [
            .. access.Length == 0 ? [ErrorDescription.NotHttp] : ErrorDescription.For(operation.RequestBody is not null, path.Contains('{', StringComparison.Ordinal)),
            .. metadata.OfType<ErrorDescription>(),
            .. description.SupportedResponseTypes.Where(IsError).Select(response => ErrorDescription.ForStatus(response.StatusCode)),
        ];
        await ResponseDescriber.DescribeAsync(operation, [.. errors.DistinctBy(error => error.Status)], access.Length > 0, path, context, cancellationToken);
    }

    /// <summary>What a route says of its errors; a body of another kind it describes itself.</summary>
    private static bool IsError(ApiResponseType response) => response.StatusCode >= StatusCodes.Status400BadRequest && (response.Type is null || response.Type == typeof(void) || response.Type == typeof(ErrorResponse));

    private static string NameOf(string method, string path) =>
        $"{method.ToLower(CultureInfo.InvariantCulture)}{NotAName().Replace(path, "_")}".TrimEnd('_');

    [GeneratedRegex("[^a-zA-Z0-9]+")]
    private static partial Regex NotAName();
}
