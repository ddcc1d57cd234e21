using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Postvakt.Detection;
using Postvakt.Documents.Report;
using Postvakt.Messages.Attachments;
using Postvakt.Messages.Links;

namespace Postvakt.Intake;

/// <summary>One thing that a mail may share with others of its campaign. Only mail that is suspicious or worse has any: what ordinary mail shares, signatures and newsletters, joins nothing.</summary>
/// <param name="Value">No text of the mail: a shape, a digest, or a keyed number.</param>
public readonly record struct CampaignKey(CampaignTrait Trait, string Value)
{
    /// <summary>Wording prints of a mail, the smallest ones (bottom-k sketch, Broder, SEQUENCES 1997). 4: of two texts that share four fifths of their shingles, two and more are the same nearly always.</summary>
    public const int MaxWordings = 4;

    /// <summary>Wording prints that must be shared. 2: one shared shingle is chance.</summary>
    public const int SharedWordings = 2;

    private const int MaxLinks = 2, MaxArchives = 1, MaxDocuments = 3, MaxPictures = 2;

    /// <summary>Pictures below 4 KiB are icons and lines, which every document has.</summary>
    private const int MinPicture = 4 << 10;

    /// <summary>At most 12: so many rows a suspicious mail costs.</summary>
    internal static IReadOnlyList<CampaignKey> Of(Judgement judgement) => judgement.Verdict < Verdict.Suspicious ? [] :
    [
        .. judgement.Profile.Links.Select(l => PathShape.Of(l.Path)).Where(s => s.Length > 0 && s.AsSpan().ContainsAny('9', 'x')).Distinct(StringComparer.Ordinal).Take(MaxLinks).Select(s => new CampaignKey(CampaignTrait.Link, s)),
        .. judgement.Profile.Prints.Take(MaxWordings).Select(p => new CampaignKey(CampaignTrait.Wording, p.ToString("x16", CultureInfo.InvariantCulture))),
        .. judgement.Profile.Files.Select(f => Archive(f, judgement.Profile.PasswordHint is not null)).Where(a => a.Length > 0).Distinct(StringComparer.Ordinal).Take(MaxArchives).Select(a => new CampaignKey(CampaignTrait.Archive, a)),
        .. judgement.Profile.Files.SelectMany(f => f.Document is { } report ? report.Root.All.SelectMany(TraitsOf) : []).Distinct(StringComparer.Ordinal).Take(MaxDocuments).Select(d => new CampaignKey(CampaignTrait.Document, d)),
        .. judgement.Profile.Files.SelectMany(f => f.Document is { } report ? report.Root.All.SelectMany(d => d.Pictures) : []).Where(p => p.Size >= MinPicture)
            .Select(LookOf).Distinct(StringComparer.Ordinal).Take(MaxPictures).Select(p => new CampaignKey(CampaignTrait.Picture, p)),
    ];

    /// <summary>A name's shape with the kinds inside, and whether a password is needed and told. A plain name alone says nothing: it needs a number in it, or both a lock and its password.</summary>
    private static string Archive(Attachment file, bool told)
    {
        if (file.Kind is not (AttachmentKind.Archive or AttachmentKind.DiskImage)) return "";
        var shape = FileNames.Shape(file.Name);
        if (!shape.Contains('9', StringComparison.Ordinal) && !(file.Encrypted && told)) return "";
        var kinds = file.Inner.Select(FileNames.KindOf).Distinct().Order().Select(k => k.ToString());
        return $"{shape} {string.Join('+', kinds)}{(file.Encrypted ? " locked" : "")}{(told ? " password" : "")}".ToLowerInvariant();
    }

    private static IEnumerable<string> TraitsOf(InspectedFile file)
    {
        // Code first: it stays the same in documents that are filled anew for each victim.
        if (file.Modules.Count > 0) yield return "code " + Digest(string.Concat(file.Modules.OrderBy(m => m.Name, StringComparer.Ordinal).Select(m => m.Source)));
        // MS-OVBA 2.3.1.2: the project's own id.
        if (file.Properties.TryGetValue("ID", out var project) && project.Length >= 32) yield return "project " + Digest(project);
        if (file.Modules.Count > 0 && file.Properties.TryGetValue("author", out var author) && author.Length > 0)
            yield return "made " + Digest(author + "\n" + file.Properties.GetValueOrDefault("code page", "") + "\n" + file.Properties.GetValueOrDefault("application", "") + "\n" + file.Properties.GetValueOrDefault("template", ""));
        if (file.Sha256.Length > 0 && file.Findings.Any(f => f.Kind.Severity >= Postvakt.Documents.Report.Severity.Medium)) yield return "file " + file.Sha256;
    }

    /// <summary>The difference hash survives being saved anew; without it the bytes must be the same.</summary>
    private static string LookOf(Picture picture) => picture.Likeness is { } likeness ? "looks " + likeness.ToString("x16", CultureInfo.InvariantCulture) : "bytes " + picture.Sha256;

    private static string Digest(string text) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text)))[..32];
}
