using Postvakt.Facts;
using Postvakt.Messages.Attachments;

namespace Postvakt.Intake;

/// <summary>
/// A stable name for what mails of one campaign share: the path form of their links, else the shape of their files, else the host. The same
/// campaign gets the same name in every run.
/// </summary>
internal static class CampaignName
{
    public static string Of(MessageProfile profile, FactSheet facts)
    {
        if (facts[Fact.SameHostElsewhere] + facts[Fact.SamePathElsewhere] + facts[Fact.SameFileElsewhere] == 0) return "";
        var path = profile.Marks.FirstOrDefault(m => m.Kind == MarkKind.Path).Text;
        if (facts[Fact.SamePathElsewhere] > 0 && path is { Length: > 0 }) return "links " + path;
        var file = profile.Files.FirstOrDefault(f => AttachmentKinds.IsRisky(f.Kind));
        if (facts[Fact.SameFileElsewhere] > 0 && file is not null) return "files " + FileNames.Shape(file.Name);
        return profile.Links.Count > 0 ? "host " + profile.Links[0].Domain : "";
    }
}
