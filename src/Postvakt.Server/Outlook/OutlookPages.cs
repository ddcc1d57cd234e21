using System.Collections.Frozen;
using System.IO.Compression;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;
using Postvakt.Audit;
using Postvakt.Directories;
using Postvakt.Quarantine;
using Postvakt.Server.Api;
using Postvakt.Server.Configuration;
using Postvakt.Server.Gateway;
using Postvakt.Server.Notices;
using Postvakt.Server.UserReports;
using Postvakt.UserReports;
using Postvakt.Wording;

namespace Postvakt.Server.Outlook;

/// <summary>
/// The add-in for Outlook: its manifests with our own address in them, its page, and what the page sends. Served only where "outlook" is configured. Nothing here needs a token of ours; a
/// report needs one that says who the person is.
/// </summary>
/// <param name="askIn">Domains whose people can be asked in Teams; empty where that is not offered.</param>
internal sealed partial class OutlookPages(OutlookConfig config, OutlookTokens tokens, ReportIntake intake, IErrands errands, IReadOnlyList<string> askIn, Func<DirectorySnapshot> directory, TimeProvider clock, ILogger log)
{
    public const string Path = "/outlook";

    /// <summary>In the files, in place of our own address and of the application's id.</summary>
    private const string Placeholder = "https://postvakt.invalid", NoId = "00000000-0000-0000-0000-000000000000";

    /// <summary>Bytes of a report. 32 KiB: a token and a few lines.</summary>
    private const int MaxReport = 32 << 10;

    /// <summary>Words of the page, by their name there.</summary>
    private static readonly (string Word, string Key)[] Words =
    [
        ("title", "PaneTitle"), ("happened", "PaneHappened"), ("opened", "PaneOpened"), ("gave_password", "PaneGavePassword"), ("answered", "PaneAnswered"), ("sender_denies", "PaneSenderDenies"), ("urgent", "ReportIfOpened"),
        ("send", "PaneSend"), ("none", "PaneNone"), ("failed", "PaneFailed"), ("ask", "AskTeams"), ("ask_text", "AskTeamsText"),
    ];

    private static readonly FrozenDictionary<string, byte[]> Files = Load();

    public void Map(IEndpointRouteBuilder web)
    {
        web.MapGet(Path + "/manifest.xml", () => Results.Text(Manifest(config), "text/xml", Encoding.UTF8)).NeedsNothing().ExcludeFromDescription();
        web.MapGet(Path + "/manifest.zip", () => Results.Bytes(UnifiedManifest(config), "application/zip", "postvakt-outlook.zip")).NeedsNothing().ExcludeFromDescription();
        web.MapGet(Path + "/settings.json", (string? language) => Settings(language ?? "")).NeedsNothing().ExcludeFromDescription();
        foreach (var (name, type) in new[] { ("pane.html", "text/html"), ("pane.css", "text/css"), ("pane.js", "text/javascript"), ("icon-16.png", "image/png"), ("icon-32.png", "image/png"), ("icon-64.png", "image/png"), ("icon-80.png", "image/png"), ("icon-128.png", "image/png") })
            web.MapGet($"{Path}/{name}", (HttpContext http) => File(http, name, type)).NeedsNothing().ExcludeFromDescription();
        web.MapPost(Path + "/report", (Delegate)ReportAsync).NeedsNothing().ExcludeFromDescription();
    }

    /// <summary>The add-in only manifest, for this installation.</summary>
    internal static string Manifest(OutlookConfig config)
    {
        var text = InPlace("manifest.xml", config);
        if (config.HasEntra) return text;
        // Without a tenant there is nobody to sign in with, and Outlook would complain about an application that is none.
        var manifest = XDocument.Parse(text);
        manifest.Descendants().Where(e => e.Name.LocalName == "WebApplicationInfo").Remove();
        return manifest.Declaration + "\n" + manifest;
    }

    /// <summary>The unified manifest with its icons, as Microsoft 365 takes it.</summary>
    internal static byte[] UnifiedManifest(OutlookConfig config)
    {
        using var bytes = new MemoryStream();
        using (var zip = new ZipArchive(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, "manifest.json", Encoding.UTF8.GetBytes(InPlace("manifest.json", config)));
            foreach (var icon in (string[])["color.png", "outline.png"]) Add(zip, icon, Files[icon]);
        }
        return bytes.ToArray();
    }

    private static void Add(ZipArchive zip, string name, byte[] content)
    {
        using var entry = zip.CreateEntry(name).Open();
        entry.Write(content);
    }

    private static string InPlace(string name, OutlookConfig config) => Encoding.UTF8.GetString(Files[name])
        .Replace($"api://{new Uri(Placeholder).Host}", $"api://{config.Url.Authority}", StringComparison.Ordinal).Replace(Placeholder, config.Url.AbsoluteUri.TrimEnd('/'), StringComparison.Ordinal)
        .Replace($"\"{new Uri(Placeholder).Host}\"", $"\"{config.Url.Host}\"", StringComparison.Ordinal).Replace(NoId, config.HasEntra ? config.ClientId : NoId, StringComparison.Ordinal);

    private IResult Settings(string language) => Results.Text(JsonSerializer.Serialize(new
    {
        language = Sentences.Primary(language), entra = config.HasEntra, exchange = config.Exchange is not null, ask_in = askIn, words = Words.ToDictionary(w => w.Word, w => Sentences.Of(language, w.Key, "{0}")),
    }), "application/json", Encoding.UTF8);

    private static IResult File(HttpContext http, string name, string type)
    {
        // Outlook shows the page in a frame of its own, whose address differs from one installation to the next. Only our own code runs there, and Microsoft's office.js.
        http.Response.Headers.ContentSecurityPolicy = "default-src 'none'; script-src 'self' https://appsforoffice.microsoft.com; style-src 'self'; img-src 'self'; connect-src 'self' https://appsforoffice.microsoft.com; base-uri 'none'; form-action 'none'";
        http.Response.Headers["Referrer-Policy"] = "no-referrer";
        return Results.Bytes(Files[name], type);
    }

    private async Task<IResult> ReportAsync(HttpContext http)
    {
        var language = Sentences.Accepted(http.Request.Headers.AcceptLanguage.ToString());
        if (await ReadAsync(http).ConfigureAwait(false) is not { } report || string.IsNullOrWhiteSpace(report.MessageId)) return Say(language, "PaneFailed", StatusCodes.Status400BadRequest);
        OutlookIdentity? identity;
        try
        {
            identity = await tokens.CheckAsync(report.Kind, report.Token, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception unread) when (unread is HttpRequestException or JsonException)
        {
            NoKeys(log, report.Kind == "entra" ? "Entra" : "Exchange", unread is HttpRequestException ? unread.Message : "no JSON");
            return Say(language, "PaneFailed", StatusCodes.Status503ServiceUnavailable);
        }
        if (identity is null || await PersonAsync(identity, report.Address ?? "").ConfigureAwait(false) is not { } person) return Say(language, "PaneNotKnown", StatusCodes.Status403Forbidden);
        ReportReceipt receipt;
        try
        {
            using var wrapped = ReportWrapper.OfIdentity(report.MessageId, report.From ?? "", "", null);
            receipt = await intake.TakeAsync(new Actor(PersonalNotice.Person + person, Role.Employee), person, ReportWay.AddIn, ReporterStatements.Read(string.Join(',', report.Says ?? [])) ?? ReporterStatement.None, wrapped, http.RequestAborted).ConfigureAwait(false);
        }
        catch (Exception wrong) when (wrong is FormatException or ArgumentException)
        {
            return Say(language, "PaneFailed", StatusCodes.Status400BadRequest);
        }
        return receipt.Kind switch
        {
            ReportReceiptKind.Taken => Results.Json(new OutlookAnswer(string.Join(' ', (await errands.DoAsync(l => NoticeContext.Warnings(l, directory(), person, language, clock.GetUtcNow())).ConfigureAwait(false)).Prepend(Sentences.Of(language, "ReportReceived")))), ApiJson.Options),
            ReportReceiptKind.Refused => Results.Json(new OutlookAnswer(receipt.Ruling!.In(language)), ApiJson.Options, statusCode: StatusCodes.Status409Conflict),
            _ => Say(language, "PaneFailed", StatusCodes.Status400BadRequest),
        };
    }

    private static async Task<OutlookReport?> ReadAsync(HttpContext http)
    {
        if (http.Request.ContentLength is null or > MaxReport || http.Request.ContentType?.StartsWith("application/json", StringComparison.OrdinalIgnoreCase) != true) return null;
        try
        {
            return await JsonSerializer.DeserializeAsync<OutlookReport>(http.Request.Body, ApiJson.Options, http.RequestAborted).ConfigureAwait(false);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>Whose report it is, or null. A token of Exchange names a mailbox and no address: see <see cref="OutlookUsers"/>.</summary>
    private async Task<string?> PersonAsync(OutlookIdentity identity, string said)
    {
        var address = (identity.Address.Length > 0 ? identity.Address : said).ToLowerInvariant();
        if (!(System.Net.Mail.MailAddress.TryCreate(address, out var mailbox) && mailbox.Address == address) || !intake.IsInside(address)) return null;
        return identity.Id.Length == 0 ? address : await errands.DoAsync(l => new OutlookUsers(l, clock).AddressOf(identity.Id, address)).ConfigureAwait(false);
    }

    private static IResult Say(string language, string key, int status) => Results.Json(new OutlookAnswer(Sentences.Of(language, key)), ApiJson.Options, statusCode: status);

    private static FrozenDictionary<string, byte[]> Load()
    {
        var assembly = typeof(OutlookPages).Assembly;
        const string Begin = "outlook/";
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Begin, StringComparison.Ordinal)).ToFrozenDictionary(n => n[Begin.Length..], n =>
        {
            using var bytes = new MemoryStream();
            assembly.GetManifestResourceStream(n)!.CopyTo(bytes);
            return bytes.ToArray();
        }, StringComparer.Ordinal);
    }

    [LoggerMessage(70, LogLevel.Error, "the keys of {Whom} cannot be read, nobody can report from Outlook: {Text}")]
    private static partial void NoKeys(ILogger log, string whom, string text);
}
