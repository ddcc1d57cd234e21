namespace Postvakt.Messages.Subjects;

/// <summary>A subject taken apart: "[EXTERN] SV: Re[2]: VB: Budget" is three prefixes, one mark and the base "Budget".</summary>
/// <param name="Raw">As it stood in the header, decoded, white space folded.</param>
/// <param name="Base">Without prefixes and marks, trimmed; what replies of one conversation share.</param>
/// <param name="Replies">Number of reply prefixes; "Re[2]:" counts 2, capped at 99.</param>
/// <param name="Forwards">Number of forward prefixes.</param>
/// <param name="AutoReply">True for "Automatic reply:", "Abwesenheitsnotiz:" and their like.</param>
/// <param name="Marks">Marks put in front by gateways and lists, as written: "[EXTERN]", "[usrp-users]".</param>
public sealed record SubjectLine(string Raw, string Base, int Replies, int Forwards, bool AutoReply, IReadOnlyList<string> Marks)
{
    public static readonly SubjectLine Empty = new("", "", 0, 0, false, []);
}
