using System.Collections.Frozen;
using System.IO.Compression;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Postvakt.Access;

namespace Postvakt.Web.Gate;

/// <summary>Scripts, styles and pictures, out of the assembly: the program may lie anywhere and be packed in any way. Compressed once; kept by browsers for as long as their address holds, which changes with them.</summary>
internal static class SiteFiles
{
    private const string Prefix = "assets/", Root = "/assets/";

    private static readonly FrozenDictionary<string, Asset> All = Load();

    /// <summary>Where a page finds one: "/assets/console.css?v=…".</summary>
    public static string Of(string name) => Root + name + "?v=" + All[name].Version;

    public static void Map(IEndpointRouteBuilder web)
    {
        // Written out: the console has a dozen of them, and none is looked for in any folder.
        foreach (var (name, asset) in All) web.MapGet(Root + name, (HttpContext http) => SendAsync(http, asset)).WithMetadata(Need.Nothing).ExcludeFromDescription();
    }

    private static async Task SendAsync(HttpContext http, Asset asset)
    {
        var packed = http.Request.Headers.AcceptEncoding.ToString().Contains("br", StringComparison.Ordinal);
        ConsoleGate.Shield(http);
        http.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        http.Response.Headers.Vary = "Accept-Encoding";
        http.Response.ContentType = asset.Type;
        if (packed) http.Response.Headers.ContentEncoding = "br";
        var bytes = packed ? asset.Packed : asset.Plain;
        http.Response.ContentLength = bytes.Length;
        await http.Response.Body.WriteAsync(bytes, http.RequestAborted).ConfigureAwait(false);
    }

    private static FrozenDictionary<string, Asset> Load()
    {
        var assembly = typeof(SiteFiles).Assembly;
        return assembly.GetManifestResourceNames().Where(n => n.StartsWith(Prefix, StringComparison.Ordinal)).ToFrozenDictionary(n => n[Prefix.Length..], n =>
        {
            using var from = assembly.GetManifestResourceStream(n)!;
            using var plain = new MemoryStream();
            from.CopyTo(plain);
            return new Asset(plain.ToArray(), TypeOf(n));
        }, StringComparer.Ordinal);
    }

    private static string TypeOf(string name) => Path.GetExtension(name) switch { ".css" => "text/css; charset=utf-8", ".svg" => "image/svg+xml", _ => "text/javascript; charset=utf-8" };

    private sealed class Asset(byte[] plain, string type)
    {
        private readonly Lazy<byte[]> _packed = new(() => Pack(plain));

        public byte[] Plain => plain;

        public string Type => type;

        public byte[] Packed => _packed.Value;

        public string Version { get; } = Convert.ToHexStringLower(SHA256.HashData(plain))[..12];

        private static byte[] Pack(byte[] bytes)
        {
            using var packed = new MemoryStream();
            // Half the highest quality: a tenth of the time for nearly the same size.
            using (var brotli = new BrotliStream(packed, CompressionLevel.Optimal)) brotli.Write(bytes);
            return packed.ToArray();
        }
    }
}
