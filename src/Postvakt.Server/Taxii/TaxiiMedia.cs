using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Postvakt.Server.Taxii;

/// <summary>The media type of TAXII (TAXII 2.1, 1.6.8), asked for and sent.</summary>
internal static class TaxiiMedia
{
    public const string Type = "application/taxii+json;version=2.1", Stix = "application/stix+json;version=2.1";

    private const string Name = "application/taxii+json";

    /// <summary>Whether an answer of ours is what is asked for. Who asks for nothing takes anything (RFC 9110, 12.5.1).</summary>
    public static bool IsAcceptable(HttpRequest request) => request.Headers.Accept.Count == 0 || (MediaTypeHeaderValue.TryParseList(request.Headers.Accept, out var all) && all.Any(a => a.Quality is not 0 && (a.MediaType == "*/*" || a.MediaType == "application/*" || IsOurs(a))));

    public static bool IsSent(HttpRequest request) => MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && IsOurs(type);

    /// <summary>Without a version the newest is meant.</summary>
    private static bool IsOurs(MediaTypeHeaderValue type) => type.MediaType.Equals(Name, StringComparison.OrdinalIgnoreCase) && (type.Parameters.FirstOrDefault(p => p.Name.Equals("version", StringComparison.OrdinalIgnoreCase))?.Value.ToString().Trim('"') ?? "2.1") == "2.1";
}
