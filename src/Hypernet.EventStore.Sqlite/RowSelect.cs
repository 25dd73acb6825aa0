using System.Globalization;
using System.Text;
using Microsoft.Data.Sqlite;

namespace Hypernet.EventStore.Sqlite;

/// <summary>Finds rows by the index of their first term (or of their order), and checks the other terms row by row.</summary>
internal static class RowSelect
{
    /// <summary>The rows of the page, and one more where there is a next page.</summary>
    public static List<Row> Run(SqliteConnection connection, RowQuery query)
    {
        var arguments = new List<object?> { query.Projection, query.Limit + 1 };
        string Parameter(object value)
        {
            arguments.Add(value);
            return string.Create(CultureInfo.InvariantCulture, $"${arguments.Count}");
        }

        var sql = new StringBuilder($"SELECT {Columns.Row} {Columns.FromRow} ");
        string sort = query.Terms.Count == 0 ? "r.sort, r.key" : "t.sort, t.key";
        if (query.Terms.Count > 0)
        {
            sql.Append(CultureInfo.InvariantCulture,
                $"JOIN term t ON t.projection_id = r.projection_id AND t.key = r.key AND t.term = {Parameter(query.Terms[0])} ");
        }

        sql.Append("WHERE p.name = $1 ");
        foreach (string term in query.Terms.Skip(1))
        {
            sql.Append(CultureInfo.InvariantCulture,
                $"AND EXISTS (SELECT 1 FROM term u WHERE u.projection_id = r.projection_id AND u.term = {Parameter(term)} AND u.sort = r.sort AND u.key = r.key) ");
        }

        if (query.After is { } after)
        {
            string order = query.NewestFirst ? "<" : ">";
            sql.Append(CultureInfo.InvariantCulture, $"AND ({sort}) {order} ({Parameter(after.Order)}, {Parameter(after.Key)}) ");
        }

        string direction = query.NewestFirst ? " DESC" : string.Empty;
        sql.Append(CultureInfo.InvariantCulture,
            $"ORDER BY {sort.Replace(",", direction + ",", StringComparison.Ordinal)}{direction} LIMIT $2");
        using var select = new Statement(connection, sql.ToString());
        return select.All(reader => Columns.ReadRow(query.Projection, reader), [.. arguments]);
    }
}
