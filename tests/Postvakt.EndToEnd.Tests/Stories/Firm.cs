using System.Globalization;
using System.Text;

namespace Postvakt.EndToEnd.Tests.Stories;

/// <summary>A company of thirty and their conversations, made up. Carl's mailbox is stolen: a thief answers in forty of his conversations.</summary>
internal static class Firm
{
    public const string Domain = "kvarnby.example", Carl = "carl.lind@" + Domain, ReportAddress = "report@" + Domain;

    private static readonly string[] First = ["Carl", "Anna", "Bo", "Dagny", "Erik", "Freja", "Gustav", "Hanna", "Ivar", "Jonna", "Karin", "Love", "Maja", "Nils", "Olga", "Pär", "Runa", "Sten", "Tove", "Ulf", "Vera", "Wilma", "Yngve", "Åsa", "Britt", "Doris", "Elof", "Fanny", "Greta", "Hugo"];
    private static readonly string[] Last = ["Lind", "Berg", "Ek", "Falk", "Grahn", "Hed"];

    private static readonly (string Subject, string[] Says)[] Topics =
    [
        ("Delivery to Falun", ["The pallets for Falun are packed, only the third one waits for its labels.", "The driver comes at seven. Can somebody open the gate for him?", "I open it. Tell him to use the northern ramp, the other one is under repair.", "He was there at half past seven, everything is loaded."]),
        ("Roof of the mill", ["The roofer says that the northern side needs new battens before the winter.", "How long would we have to close the exhibition?", "Two weeks, he thinks. We could do it in the school holidays.", "Then let us ask him for an offer with the dates in it."]),
        ("Budget for spring", ["Attached to the wall in my office is the first draft of the spring budget; come and look.", "I miss the heating of the workshop in it. Last year that was the largest item.", "You are right, I had booked it under the building. I move it.", "With that we are at the same sum as last year."]),
        ("Exhibition of looms", ["The museum lends us two looms until Easter, if we fetch them ourselves.", "The small van is free on Thursdays. Are they heavy?", "About eighty kilos each, in three parts. Two people can do it.", "Thursday it is. I tell the museum."]),
        ("Holiday lists", ["Please enter your holidays for the summer by the end of the month.", "Is the week after midsummer already taken in the shop?", "Half of it. From Wednesday on there is nobody.", "Good, then I take Monday and Tuesday."]),
        ("Broken oven", ["The small oven shows an error and does not get warmer than a hundred degrees.", "Did you try to let it cool down? It helped in the autumn.", "Twice. I believe it is the sensor this time.", "I call the workshop tomorrow morning; until then we use the large one."]),
        ("New price list", ["From the first of next month flour costs seven per cent more. We must change our prices.", "Do we do that for the bakers too, or only in the shop?", "The bakers have a contract until summer. Only in the shop.", "I print the new list on Friday then."]),
        ("Visit of the school", ["A class of twenty-four comes on the eleventh. Who shows them the mill?", "I can, if somebody takes the second half to the bakery.", "I take them. Are there children with allergies?", "The teacher writes that two cannot have nuts."]),
    ];

    public static IReadOnlyList<(string Name, string Address)> People { get; } = [.. Enumerable.Range(0, 30).Select(i => Person(First[i], Last[i % Last.Length]))];

    /// <summary>Conversations with Carl in them come first.</summary>
    private static readonly IReadOnlyList<Talk> Talks = [.. Enumerable.Range(0, 120).Select(n => Talk.Make(n, Topics[n % Topics.Length], n < 60))];

    /// <summary>The list of people that Postvakt reads.</summary>
    public static string Directory() => "name,address,id,language,manager\n" + string.Concat(People.Select((p, i) => $"{p.Name},{p.Address},person-{i},{(i % 5 == 4 ? "sv" : "en")},{People[1].Address}\n"));

    /// <summary>What they wrote to each other in the past weeks, oldest first.</summary>
    public static IEnumerable<string> History(DateTimeOffset now) => Talks.SelectMany(t => t.Mails(now)).OrderBy(m => m.At).Select(m => m.Text);

    /// <summary>The thief's answers in Carl's name, each within a conversation that there was.</summary>
    public static IReadOnlyList<StolenReply> Replies(DateTimeOffset now, int count) => [.. Talks.Take(count).Select((t, i) => t.Stolen(now, i))];

    /// <summary>Where a mailbox of the company lies in Dovecot.</summary>
    public static string Mailbox(string address) => address[..address.IndexOf('@', StringComparison.Ordinal)];

    private static (string Name, string Address) Person(string first, string last) => ($"{first} {last}", string.Create(CultureInfo.InvariantCulture, $"{Plain(first)}.{Plain(last)}@{Domain}"));

    private static string Plain(string name) => name.ToLowerInvariant().Replace('å', 'a').Replace('ä', 'a').Replace('ö', 'o');

    private sealed record Talk(int Number, string Subject, string[] Says, int[] Who)
    {
        private static readonly string[] Openings = ["Good morning,", "Hello,", "Hi all,", "Good day,"];
        private static readonly string[] Lures = ["please see the file below, it concerns what we wrote about:", "I have put the document that you need here:", "the numbers have changed, have a look at it today:", "here is what was asked for, kindly read and confirm:"];
        private static readonly string[] Hosts = ["files.muehlrad.example", "www.sandkorn.example", "cdn.blaumeise.example"];

        public static Talk Make(int number, (string Subject, string[] Says) topic, bool withCarl)
        {
            // Four different people: three steps that never meet within thirty.
            var who = (withCarl ? (int[])[0, 1 + number * 7 % 29, 1 + (number * 7 + 5) % 29, 1 + (number * 7 + 12) % 29] : [1 + number % 29, 1 + (number + 9) % 29, 1 + (number + 17) % 29]).ToArray();
            return new(number, string.Create(CultureInfo.InvariantCulture, $"{topic.Subject} ({number + 1})"), topic.Says, who);
        }

        public IEnumerable<(DateTimeOffset At, string Text)> Mails(DateTimeOffset now)
        {
            for (var step = 0; step < Says.Length; step++)
            {
                var at = When(now, step);
                yield return (at, Written(Author(step), at, step, Says[step] + "\n\n" + People[Author(step)].Name.Split(' ')[0] + "\n" + (step == 0 ? "" : Quote(now, step - 1))));
            }
        }

        public StolenReply Stolen(DateTimeOffset now, int number)
        {
            var link = string.Create(CultureInfo.InvariantCulture, $"https://{Hosts[number % Hosts.Length]}/docs/{48_213 + number * 37}");
            var body = $"{Openings[number % Openings.Length]}\n\n{Lures[number / 2 % Lures.Length]}\n\n{link}\n\nCarl\n\n" + Quote(now, Says.Length - 1);
            var text = Written(0, now.AddSeconds(number), Says.Length, body);
            return new StolenReply(Id(Says.Length), [.. Who.Skip(1).Select(p => People[p].Address)], text.ReplaceLineEndings("\r\n"));
        }

        private int Author(int step) => Who[step % Who.Length];

        private DateTimeOffset When(DateTimeOffset now, int step) => now.AddDays(-60 + Number / 3.0).AddHours(step * 5);

        private string Id(int step) => string.Create(CultureInfo.InvariantCulture, $"{Number}.{step}.{Author(step % Says.Length)}@mail.{Domain}");

        private string Quote(DateTimeOffset now, int step)
        {
            var quote = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"\nOn {When(now, step):ddd, d MMM yyyy 'at' HH:mm}, {People[Author(step)].Name} <{People[Author(step)].Address}> wrote:\n"));
            foreach (var line in (string[])[Says[step], "", People[Author(step)].Name.Split(' ')[0]]) quote.Append("> ").Append(line).Append('\n');
            return quote.ToString();
        }

        private string Written(int author, DateTimeOffset at, int step, string body)
        {
            var to = string.Join(", ", Who.Where(p => p != author).Select(p => $"{Named(p)} <{People[p].Address}>"));
            return string.Create(CultureInfo.InvariantCulture, $"Message-ID: <{Id(step)}>\nDate: {at:ddd, d MMM yyyy HH:mm:ss} +0000\nFrom: {Named(author)} <{People[author].Address}>\nTo: {to}\n")
                + (step == 0 ? $"Subject: {Subject}\n" : $"Subject: Re: {Subject}\nIn-Reply-To: <{Id(step - 1)}>\nReferences: {string.Join(' ', Enumerable.Range(0, step).Select(s => $"<{Id(s)}>"))}\n")
                + $"MIME-Version: 1.0\nContent-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: 8bit\n\n{body}";
        }

        private static string Named(int person) => People[person].Name is var name && name.All(char.IsAscii) ? name : $"=?utf-8?B?{Convert.ToBase64String(Encoding.UTF8.GetBytes(name))}?=";
    }
}
