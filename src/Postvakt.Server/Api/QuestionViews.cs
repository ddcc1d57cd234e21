using Postvakt.Quarantine;
using Postvakt.Questions;

namespace Postvakt.Server.Api;

/// <param name="Record">Id of a record, which X-Postvakt-Id names.</param>
/// <param name="Incident">Id of the incident that it is asked for; else the one that the mail belongs to, if any.</param>
public sealed record AskRequest(string Record, string? Reason, string? Incident = null);

/// <summary>What a responder was told by telephone.</summary>
/// <param name="Reason">To whom one spoke, and how they were known.</param>
public sealed record SaidRequest(bool Yes, string? Reason);

/// <param name="Tlp">How far the partner may pass it on; AMBER where nothing is said.</param>
/// <param name="Language">BCP 47; English where nothing is said.</param>
public sealed record PartnerRequest(IReadOnlyList<string> Records, string? Tlp, string? Language);

/// <summary>What came of drafting something.</summary>
/// <param name="Id">Of the draft; empty where it was refused.</param>
public sealed record DraftView(bool Done, Refusal Refusal, string Text, string Id)
{
    internal static DraftView Of(Ruling ruling, string id, string language) => new(ruling.IsDone, ruling.Refusal, ruling.In(language), id);
}

/// <summary>A question to a sender.</summary>
/// <param name="Person">Id in the directory.</param>
/// <param name="Records">Ids of the mails, at most 200.</param>
/// <param name="More">Mails besides those.</param>
/// <param name="Way">How it was sent.</param>
/// <param name="AnsweredBy">Authenticated identity.</param>
/// <param name="Worthless">A "yes" from an account that was suspected already: ask <paramref name="AskInstead"/>, or by telephone.</param>
/// <param name="Suspected">The account is suspected to be in somebody else's hands.</param>
/// <param name="Trouble">Why nobody could be reached.</param>
/// <param name="Raised">Mails that a "no" raised.</param>
/// <param name="Unraised">Mails that look alike and are left to a responder.</param>
public sealed record QuestionView(
    string Id, string Person, string Address, IReadOnlyList<string> Records, int More, string Campaign, string Incident, QuestionState State, string AskedBy, DateTimeOffset AskedAt, QuestionWay Way, DateTimeOffset? ToldAt,
    string AnsweredBy, QuestionWay AnsweredOn, DateTimeOffset? AnsweredAt, bool Worthless, string AskInstead, bool Suspected, string Trouble, int Raised, int Unraised)
{
    internal static QuestionView Of(SenderQuestion one, bool suspected) => new(one.Id, one.Person, one.Address, one.Records, one.More, one.Campaign, one.Incident, one.State, one.AskedBy, one.AskedAt, one.Way, one.ToldAt,
        one.AnsweredBy, one.AnsweredOn, one.AnsweredAt, one.Worthless, one.AskInstead, suspected, one.Trouble, one.Raised, one.Unraised);
}

/// <summary>Questions, newest first.</summary>
/// <param name="Next">What to give as "before" for the next page, or null at the end.</param>
public sealed record QuestionPageView(IReadOnlyList<QuestionView> Items, string? Next);

/// <summary>A notice to a partner.</summary>
/// <param name="Text">As it is sent.</param>
public sealed record PartnerNoticeView(string Id, string Partner, string Contact, IReadOnlyList<string> Records, string Tlp, PartnerNoticeState State, string DraftedBy, DateTimeOffset DraftedAt, string ApprovedBy, DateTimeOffset? ApprovedAt, string Trouble, string Text)
{
    internal static PartnerNoticeView Of(PartnerNotice one, string text) => new(one.Id, one.Partner, one.Contact, one.Records, one.Tlp, one.State, one.DraftedBy, one.DraftedAt, one.ApprovedBy, one.ApprovedAt, one.Trouble, text);
}
