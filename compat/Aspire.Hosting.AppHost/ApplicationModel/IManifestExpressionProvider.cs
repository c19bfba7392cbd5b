namespace Aspire.Hosting.ApplicationModel;

/// <summary>Something that can be named in a deployment manifest.</summary>
public interface IManifestExpressionProvider
{
    /// <summary>Its name in a manifest, as <c>{gateway.bindings.http.url}</c>.</summary>
    string ValueExpression { get; }
}
