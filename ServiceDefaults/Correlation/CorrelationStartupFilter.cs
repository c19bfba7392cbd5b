using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;

namespace MctsAspire.ServiceDefaults.Correlation;

/// <summary>Puts the correlation in front of everything else.</summary>
internal sealed class CorrelationStartupFilter : IStartupFilter
{
    public Action<IApplicationBuilder> Configure(Action<IApplicationBuilder> next) => app =>
    {
        app.UseMiddleware<CorrelationMiddleware>();
        next(app);
    };
}
