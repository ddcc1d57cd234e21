using System.Globalization;
using System.Text;
using Postvakt.Detection;
using Postvakt.Indicators;

namespace Postvakt.Events;

/// <summary>
/// An event as a line for a chat. What comes out of a mail is written so that it cannot mention anybody, make a link, or dress up as something else: mark-up characters
/// are taken away, addresses and hosts defanged.
/// </summary>
public static class ChatText
{
    /// <summary>Characters of one message. 1,500: both services take more, and nobody reads more.</summary>
    private const int MaxText = 1_500;

    /// <summary>Characters that mark-up of either service gives a meaning, and those that begin a mention.</summary>
    private const string Marks = "<>&*_~`[]()|#!\\{}\"'";

    public static string Of(SecurityEvent what)
    {
        var text = new StringBuilder($"{(what.IsTest ? "TEST " : "")}{what.Severity.ToString().ToUpperInvariant()} {what.Type.Id}: {what.Type.Meaning}");
        if (what.Mail is { } mail)
        {
            text.Append($" From {Plain(mail.From)} to {Plain(mail.Recipients.Count > 0 ? mail.Recipients[0] : "")}");
            if (mail.Recipients.Count + mail.Unlisted > 1) text.Append(CultureInfo.InvariantCulture, $" and {mail.Recipients.Count + mail.Unlisted - 1} more");
            text.Append($"; {mail.Verdict.Name()}, {mail.Applied.Name()}.");
            if (mail.Subject.Length > 0) text.Append($" Subject: {Plain(mail.Subject)}.");
            foreach (var finding in mail.Findings.OrderByDescending(f => f.Severity).Take(3)) text.Append($" {Plain(finding.Id)}.");
        }
        if (what.Subject.Length > 0) text.Append($" Id {Plain(what.Subject)}.");
        if (what.Actor.Length > 0) text.Append($" By {Plain(what.Actor)}.");
        if (what.Reason.Length > 0) text.Append($" Why: {Plain(what.Reason)}.");
        if (what.Succeeded == false) text.Append($" Refused: {Plain(what.Outcome)}.");
        return BoundText.Of(text.ToString(), MaxText);
    }

    /// <summary>At most 200 characters; "a@firm.example" becomes "a at firm[.]example", the brackets those of U+FF3B and U+FF3D, which no mark-up reads.</summary>
    internal static string Plain(string text)
    {
        var bare = new StringBuilder();
        foreach (var c in BoundText.Of(text, 200)) bare.Append(c == '@' ? " at " : c is '\uFF20' or '\uFE6B' ? " at " : Marks.Contains(c, StringComparison.Ordinal) ? " " : c.ToString());
        return Defanged.Text(bare.ToString()).Replace("://", " ", StringComparison.Ordinal).Replace('[', '\uFF3B').Replace(']', '\uFF3D');
    }
}
