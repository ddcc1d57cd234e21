using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Postvakt.Access;
using Postvakt.Web.Frame;
using Postvakt.Web.Gate;
using Postvakt.Web.Held;
using Postvakt.Web.Pictures;

namespace Postvakt.Web;

/// <summary>The console on a web server of somebody else: its services, then its place in the pipeline, then its pages.</summary>
public sealed class ConsoleSite(ConsoleContext context)
{
    /// <summary>Bytes of what a page that stays open sends at once. 32 KiB: a reason.</summary>
    private const int MaxMessage = 32 << 10;

    public ConsoleGate Gate { get; } = new(context);

    public void AddTo(IServiceCollection services)
    {
        services.AddSingleton(context).AddSingleton(Gate).AddSingleton(new SignInBrake(context.Clock)).AddSingleton(new UsedStates(context.Clock)).AddSingleton<PasswordWork>().AddSingleton<PasswordTries>();
        services.AddSingleton<IDataProtectionProvider>(new SealedProtector(context.Seal, "postvakt console"));
        services.AddRazorComponents().AddInteractiveServerComponents(o => o.DetailedErrors = false).AddHubOptions(o => o.MaximumReceiveMessageSize = MaxMessage);
        services.AddAntiforgery(o =>
        {
            o.Cookie.Name = context.IsHttps ? "__Host-postvakt-form" : "postvakt-form";
            o.Cookie.SecurePolicy = context.IsHttps ? Microsoft.AspNetCore.Http.CookieSecurePolicy.Always : Microsoft.AspNetCore.Http.CookieSecurePolicy.None;
            o.Cookie.Path = "/";
            o.SuppressXFrameOptionsHeader = true;
        });
        // It would make keys of its own in a home directory, which nothing here uses.
        foreach (var maker in services.Where(s => s.ImplementationType?.Name == "DataProtectionHostedService").ToArray()) services.Remove(maker);
    }

    /// <summary>After the gate: forms that were not given by us to this browser change nothing.</summary>
    public static void Use(IApplicationBuilder web) => web.UseAntiforgery();

    public static void Map(IEndpointRouteBuilder web)
    {
        SiteFiles.Map(web);
        House.AuditFiles.Map(web);
        PictureFiles.Map(web);
        OriginalFiles.Map(web);
        Responding.ShareFiles.Map(web);
        web.MapRazorComponents<Document>().AddInteractiveServerRenderMode(o => o.ContentSecurityFrameAncestorsPolicy = null).Add(endpoint =>
        {
            endpoint.Metadata.Add(PageMark.Instance);
            if (endpoint.Metadata.OfType<PageNeedAttribute>().FirstOrDefault() is { } page) endpoint.Metadata.Add(page.Need);
            // What the framework itself maps: the line of pages that stay open, for who may see any page.
            else if (endpoint is RouteEndpointBuilder { RoutePattern.RawText: var route } && (route?.StartsWith("/_blazor", StringComparison.Ordinal) == true || route?.StartsWith("/_framework", StringComparison.Ordinal) == true)) endpoint.Metadata.Add(new Need(Audit.Role.Analyst, Scope.HeldRead));
        });
    }
}
