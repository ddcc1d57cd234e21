using System.Security.Cryptography;
using System.Text;

namespace Postvakt.Cli.Reports.Hunts;

/// <summary>What pages of hunts begin with: nothing but our style may load, and nothing runs.</summary>
internal static class HuntHead
{
    public static void Write(HtmlWriter page, string title)
    {
        var css = HtmlWriter.ReadStyleSheet() + HtmlWriter.ReadStyleSheet("Incidents.closing.css") + HtmlWriter.ReadStyleSheet("Hunts.hunt.css");
        page.Markup($"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-""");
        page.StyleSheet(Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(css))));
        page.Markup($"""'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer"><meta name="robots" content="noindex"><meta name="color-scheme" content="light dark"><title>{title} - Postvakt</title><style>""");
        page.StyleSheet(css);
        page.Markup($"</style></head>");
    }
}
