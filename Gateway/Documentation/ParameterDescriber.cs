using System.Text.Json.Nodes;
using MctsAspire.Gateway.Routes;
using MctsAspire.Protos.Rest.OpenAi;
using Microsoft.OpenApi;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Describes what stands in a path and behind its question mark.</summary>
internal static class ParameterDescriber
{
    public static OpenApiParameter Describe(QueryParameterDescription parameter) => new()
    {
        Name = parameter.Name,
        In = ParameterLocation.Query,
        Description = parameter.Text,
        Schema = parameter.Schema,
    };

    public static void DescribePath(OpenApiParameter parameter)
    {
        (parameter.Description, parameter.Schema) = parameter.Name switch
        {
            "agent" => ("The agent.", OneOf(AgentRoutes.Agents)),
            "model" => ("The model.", OneOf(ChatModels.All)),
            _ => (
                parameter.Description ?? "Its name, as an earlier answer gave it.",
                new OpenApiSchema { Type = JsonSchemaType.String, Pattern = PathIdentifier.Pattern, MinLength = 1, MaxLength = PathIdentifier.MaximumLength }),
        };
    }

    private static OpenApiSchema OneOf(IEnumerable<string> values) => new() { Type = JsonSchemaType.String, Enum = [.. values.Select(value => JsonValue.Create(value))] };
}
