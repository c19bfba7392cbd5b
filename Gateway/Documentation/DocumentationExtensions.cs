using MctsAspire.ServiceDefaults.Configuration;

namespace MctsAspire.Gateway.Documentation;

/// <summary>Publishes the OpenAPI document and the pages to read and to try it.</summary>
internal static class DocumentationExtensions
{
    private const string DocumentPath = "/openapi.json";
    private const string Title = "Mcts.Aspire API";
    private const string SwaggerPath = "/docs";
    private const string SwaggerPage = "Documentation/docs.html";
    private const string RedocPath = "/redoc";
    private const string RedocPage = "Documentation/redoc.html";

    public static void AddDocumentation(this IServiceCollection services, IConfiguration configuration)
    {
        KnownSettings.Require(configuration, DocumentationOptions.Section, typeof(DocumentationOptions).GetProperties().Select(property => property.Name));
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
        app.UseDocumentationPage(SwaggerPath, PagePolicies.SwaggerUI);
        app.MapSwaggerUI(SwaggerPath[1..], page =>
        {
            // The package's own page names what it loads relative to an address that ends with a slash.
            page.IndexStream = () => PageOf(SwaggerPage);
            page.DocumentTitle = Title;
            page.SwaggerEndpoint(DocumentPath, "Mcts.Aspire");
            page.DisplayRequestDuration();
            page.EnableDeepLinking();
        });
        app.UseDocumentationPage(RedocPath, PagePolicies.Redoc);
        app.MapGet($"{RedocPath}/redoc.standalone.js", (HttpContext context, RedocScript script) => script.WriteAsync(context)).ExcludeFromDescription();
        app.MapReDoc(RedocPath[1..], page =>
        {
            page.DocumentTitle = Title;
            page.SpecUrl = DocumentPath;
            // The package's own page takes fonts from a server elsewhere.
            page.IndexStream = () => PageOf(RedocPage);
            page.ConfigObject.NativeScrollbars = true;
        });
    }

    private static Stream PageOf(string resource) => typeof(DocumentationExtensions).Assembly.GetManifestResourceStream(resource)!;
}
