namespace MctsAspire.Gateway.Documentation;

/// <summary>Publishes the OpenAPI document and the pages to read and to try it.</summary>
internal static class DocumentationExtensions
{
    private const string DocumentPath = "/openapi.json";
    private const string Title = "Mcts.Aspire API";
    private const string RedocPage = "Documentation/redoc.html";

    public static void AddDocumentation(this IServiceCollection services)
    {
        services.AddOptions<DocumentationOptions>().BindConfiguration(DocumentationOptions.Section).ValidateDataAnnotations().ValidateOnStart();
        services.AddSingleton<OpenApiDocumentCache>();
        services.AddSingleton<RedocScript>();
        services.AddOpenApi(OpenApiDocumentCache.Name, options =>
        {
            options.AddDocumentTransformer<DocumentDescriber>();
            options.AddOperationTransformer<OperationDescriber>();
            options.AddSchemaTransformer<SchemaDescriber>();
        });
    }

    public static void MapDocumentation(this WebApplication app)
    {
        app.MapGet(DocumentPath, (HttpContext context, OpenApiDocumentCache document) => document.WriteAsync(context)).ExcludeFromDescription();
        app.UsePagePolicy("/docs", PagePolicies.SwaggerUI);
        app.MapSwaggerUI("docs", page =>
        {
            page.DocumentTitle = Title;
            page.SwaggerEndpoint(DocumentPath, "Mcts.Aspire");
            page.DisplayRequestDuration();
            page.EnableDeepLinking();
        });
        app.UsePagePolicy("/redoc", PagePolicies.Redoc);
        app.MapGet("/redoc/redoc.standalone.js", (HttpContext context, RedocScript script) => script.WriteAsync(context)).ExcludeFromDescription();
        app.MapReDoc("redoc", page =>
        {
            page.DocumentTitle = Title;
            page.SpecUrl = DocumentPath;
            // The package's own page takes fonts from a server elsewhere.
            page.IndexStream = () => typeof(DocumentationExtensions).Assembly.GetManifestResourceStream(RedocPage)!;
            page.ConfigObject.NativeScrollbars = true;
        });
    }
}
