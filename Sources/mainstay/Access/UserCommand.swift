import ArgumentParser

struct UserCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Adds people who may sign in, and says what they may see; every change is recorded.",
        discussion: """
            The roles and what each one sees: docs/access.md.

            Examples:
              mainstay user add anna@example.com --role success_lead
              mainstay user list
              mainstay user role anna@example.com chairman
              mainstay user change eva --email eva@example.com
              mainstay user password anna@example.com
              mainstay user disable anna@example.com
              mainstay user log
            """,
        subcommands: [
            ListUsersCommand.self, AddUserCommand.self, ChangeUserCommand.self, ChangeRoleCommand.self, ChangePasswordCommand.self,
            DisableUserCommand.self,
            EnableUserCommand.self, AccessLogCommand.self,
        ],
        defaultSubcommand: ListUsersCommand.self)
}
