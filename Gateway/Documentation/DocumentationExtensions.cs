namespace MctsAspire.Gateway.Documentation;

/// <summary>Publishes the OpenAPI document and a page to try it.</summary>
internal static class DocumentationExtensions
{
    private const string DocumentPath = "/openapi.json";

    public static void AddDocumentation(this IServiceCollection services) => services.AddOpenApi(options =>
    {
        options.AddDocumentTransformer<KeyDescriber>();
        options.AddOperationTransformer<OperationDescriber>();
        options.AddSchemaTransformer<SchemaDescriber>();
    });

    public static void MapDocumentation(this WebApplication app)
    {
        app.MapOpenApi(DocumentPath);
        app.UseSwaggerUI(page =>
        {
            page.RoutePrefix = "docs";
            page.DocumentTitle = "Mcts.Aspire API";
            page.SwaggerEndpoint(DocumentPath, "Mcts.Aspire");
        });
    }
}
