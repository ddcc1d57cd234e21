using DnsClient;
using DnsClient.Protocol;
using Postvakt.Authentication;
using DnsQuestion = Postvakt.Authentication.DnsQuestion;

namespace Postvakt.Server.Resolving;

/// <summary>From DnsClient's response to an answer.</summary>
internal static class AnswerReader
{
    public static DnsAnswer Read(IDnsQueryResponse response, DnsQuestion question)
    {
        // A resolver that answers another question is not believed.
        if (response.Questions.Count != 1 || !Plain(response.Questions[0].QueryName).Equals(question.Name, StringComparison.OrdinalIgnoreCase)) return DnsAnswer.Failed;
        switch (response.Header.ResponseCode)
        {
            case DnsHeaderResponseCode.NotExistentDomain: return DnsAnswer.NoSuchName;
            case DnsHeaderResponseCode.NoError: break;
            default: return DnsAnswer.Failed;
        }
        var answers = response.Answers;
        return question.Kind switch
        {
            DnsKind.A => DnsAnswer.Of([.. answers.OfType<ARecord>().Select(r => r.Address)]),
            DnsKind.Aaaa => DnsAnswer.Of([.. answers.OfType<AaaaRecord>().Select(r => r.Address)]),
            DnsKind.Txt => DnsAnswer.Of([.. answers.OfType<TxtRecord>().Select(r => string.Concat(r.Text))]),
            DnsKind.Mx => DnsAnswer.Of([.. answers.OfType<MxRecord>().OrderBy(r => r.Preference).Select(r => Plain(r.Exchange))]),
            _ => DnsAnswer.Of([.. answers.OfType<PtrRecord>().Select(r => Plain(r.PtrDomainName))]),
        };
    }

    private static string Plain(DnsString name) => name.Value.TrimEnd('.').ToLowerInvariant();
}
