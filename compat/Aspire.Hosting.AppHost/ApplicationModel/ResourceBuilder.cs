namespace Aspire.Hosting.ApplicationModel;

/// <inheritdoc/>
internal sealed class ResourceBuilder<T>(IDistributedApplicationBuilder applicationBuilder, T resource) : IResourceBuilder<T>
    where T : IResource
{
    /// <inheritdoc/>
    public IDistributedApplicationBuilder ApplicationBuilder => applicationBuilder;

    /// <inheritdoc/>
    public T Resource => resource;

    /// <inheritdoc/>
    public IResourceBuilder<T> WithAnnotation<TAnnotation>(TAnnotation annotation, ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation
    {
        ArgumentNullException.ThrowIfNull(annotation);
        if (behavior == ResourceAnnotationMutationBehavior.Replace)
        {
            foreach (var earlier in resource.Annotations.OfType<TAnnotation>().ToList())
                resource.Annotations.Remove(earlier);
        }

        resource.Annotations.Add(annotation);
        return this;
    }

    /// <inheritdoc/>
    public IResourceBuilder<T> WithAnnotation<TAnnotation>(ResourceAnnotationMutationBehavior behavior = ResourceAnnotationMutationBehavior.Append)
        where TAnnotation : IResourceAnnotation, new() => WithAnnotation(new TAnnotation(), behavior);
}
