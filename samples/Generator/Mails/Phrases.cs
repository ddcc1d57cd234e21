using Postvakt.Samples.Cast;

namespace Postvakt.Samples.Mails;

/// <summary>How people open and close a mail, by language and habit.</summary>
internal static class Phrases
{
    private static readonly Dictionary<string, string[]> Closings = new()
    {
        ["en"] = ["Kind regards", "Best regards", "Best", "Many thanks"],
        ["sv"] = ["Med vänlig hälsning", "Vänliga hälsningar", "Mvh", "Hälsningar"],
        ["de"] = ["Mit freundlichen Grüßen", "Viele Grüße", "Beste Grüße", "Schöne Grüße"],
        ["fr"] = ["Cordialement", "Bien cordialement", "Bien à vous", "Bonne journée"],
        ["ja"] = ["よろしくお願いいたします。", "以上、よろしくお願いいたします。", "どうぞよろしくお願いいたします。"],
    };

    private static readonly Dictionary<string, string> Phones = new()
    {
        ["en"] = "Sent from my iPhone", ["sv"] = "Skickat från min iPhone", ["de"] = "Von meinem iPhone gesendet",
        ["fr"] = "Envoyé de mon iPhone", ["ja"] = "iPhoneから送信",
    };

    public static string Greeting(Person author, IReadOnlyList<Person> to, string language, string text)
    {
        var habit = new Chance("greeting " + author.Id);
        var only = to.Count == 1 ? to[0] : null;
        var isFamiliar = to.All(one => one.Firm.IsOwn == author.Firm.IsOwn);
        return language switch
        {
            "sv" => $"Hej {only?.FirstName ?? (to.Count == 2 ? "båda två" : "alla")}{habit.Pick([",", "!"])}",
            "de" => German(only, isFamiliar) + (char.IsLower(text[0]) ? "," : "!"),
            "fr" => $"Bonjour {(only is null ? "à tous" : isFamiliar ? only.FirstName : (only.IsWoman ? "Madame " : "Monsieur ") + only.LastName)},",
            "ja" => Japanese(author, only, isFamiliar),
            _ => English(habit.Pick(["Hi ", "Hello ", ""]) + (only?.FirstName ?? (to.Count == 2 ? "both" : "all"))),
        };
    }

    public static string Closing(Person author, string language, bool isFirst, MailProgram program)
    {
        var closing = new Chance("closing " + author.Id).Pick(Closings[language]);
        var name = language == "ja" ? author.FamilyNameInJapanese : author.FirstName;
        if (program.Name == "iphone")
        {
            return $"{name}\n\n{Phones[author.Language]}";
        }

        if (!isFirst)
        {
            return $"{closing}\n{name}";
        }

        var full = author.NativeName.Length > 0 && language == "ja" ? author.NativeName : author.Name;
        var firmName = author.Firm.IsOwn && author.Language == "ja" ? "ロヴハーガ株式会社" : author.Firm.Name;
        var firm = author.Firm.Id == "freemail" ? "" : $"\n{author.Title}\n{firmName}\n{author.Telephone}\nhttps://www.{author.Firm.Domain}";
        return program.Quote == QuoteStyle.Thunderbird ? $"{closing}\n{name}\n\n-- \n{full}{firm}" : $"{closing}\n\n{full}{firm}";
    }

    private static string English(string greeting) => $"{char.ToUpperInvariant(greeting[0])}{greeting[1..]},";

    private static string German(Person? only, bool isFamiliar) =>
        isFamiliar ? $"Hallo {only?.FirstName ?? "zusammen"}"
        : $"Guten Tag {(only is null ? "zusammen" : (only.IsWoman ? "Frau " : "Herr ") + only.LastName)}";

    private static string Japanese(Person author, Person? only, bool isFamiliar) => isFamiliar
        ? $"{(only is null ? "皆様" : only.FamilyNameInJapanese + "さん")}\n\nお疲れ様です。{author.FamilyNameInJapanese}です。"
        : $"{(only is null ? "皆様" : only.FamilyNameInJapanese + "様")}\n\nお世話になっております。\n"
            + $"{(author.Firm.IsOwn ? "ロヴハーガ" : author.Firm.Name)}の{author.FamilyNameInJapanese}です。";
}
